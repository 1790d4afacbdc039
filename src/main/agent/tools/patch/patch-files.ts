import type { ReadText } from '../../../documents/text/read-text.ts';
import type { EditJob } from './edit.ts';
import type { Editor } from './editor.ts';
import { displayPath } from '../../../system/files/paths.ts';
import type { CheckRealPath } from '../../../system/files/real-path.ts';
import { redactedHint } from '../../text/redacted.ts';
import { notFoundMessage } from '../files/similar-names.ts';
import { EditProblem, TextFiles } from '../files/text-files.ts';
import type { PatchOperation } from './v4a-patch.ts';

export interface PatchEnvironment {
  editor: Editor;
  /** Gives the absolute real path on the disk for a path of the patch. */
  resolve: (path: string) => string;
  /** Gives the path by which programs know one on the disk. */
  seen: (disk: string) => string;
  /** Real path; others are shown relative to it. */
  workspace: string;
  /** Holds reads and writes to what the call was judged by. */
  check: CheckRealPath;
  readText: ReadText;
  signal: AbortSignal;
}

/** What was done, one line an operation, and the diffs. */
export interface PatchReport {
  done: string[];
  diffs: string[];
}

/**
 * Does all operations, or none.
 * @throws {EditProblem} naming the file and what does not fit; then nothing has changed
 */
export async function patchFiles(
  operations: readonly PatchOperation[],
  environment: PatchEnvironment,
): Promise<PatchReport> {
  const files = new TextFiles(environment);
  const report: PatchReport = { done: [], diffs: [] };
  for (const operation of operations) {
    const { done, diff } = await perform(operation, files, environment);
    report.done.push(done);
    report.diffs.push(diff);
  }
  environment.signal.throwIfAborted();
  await files.commit();
  return report;
}

interface Performed {
  done: string;
  diff: string;
}

async function perform(
  operation: PatchOperation,
  files: TextFiles,
  environment: PatchEnvironment,
): Promise<Performed> {
  const path = environment.resolve(operation.path);
  const shown = displayPath(environment.seen(path), environment.workspace);
  const before = await files.read(path);
  switch (operation.kind) {
    case 'add': {
      if (before !== undefined) {
        throw new EditProblem(`${shown} is there already. Use *** Update File, or write_file.`);
      }
      await files.write(path, operation.content);
      const names = { before: undefined, after: shown };
      const { content } = operation;
      const diff = await diffOf(
        { text: '', change: { kind: 'text', text: content }, names },
        environment,
      );
      return { done: `Added ${shown}`, diff };
    }
    case 'delete': {
      if (before === undefined)
        throw new EditProblem(await notFoundMessage(environment.seen(path), path));
      await files.write(path, undefined);
      const names = { before: shown, after: undefined };
      const diff = await diffOf(
        { text: before, change: { kind: 'text', text: '' }, names },
        environment,
      );
      return { done: `Deleted ${shown}`, diff };
    }
    case 'update':
      if (before === undefined)
        throw new EditProblem(await notFoundMessage(environment.seen(path), path));
      return update(operation, { path, shown, before }, files, environment);
  }
}

async function update(
  operation: Extract<PatchOperation, { kind: 'update' }>,
  { path, shown, before }: { path: string; shown: string; before: string },
  files: TextFiles,
  environment: PatchEnvironment,
): Promise<Performed> {
  const { editor, resolve, seen, workspace, signal } = environment;
  const target = operation.moveTo === undefined ? path : resolve(operation.moveTo);
  const moved = target === path ? '' : displayPath(seen(target), workspace);
  const names = { before: shown, after: moved || shown };
  const outcome = await editor(
    { text: before, change: { kind: 'hunks', hunks: operation.hunks }, names },
    signal,
  );
  if ('problem' in outcome) {
    const lines = operation.hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text));
    throw new EditProblem(`${shown}: ${outcome.problem}${redactedHint(...lines)}`);
  }
  await files.write(path, outcome.text);
  if (moved) {
    if ((await files.read(target)) !== undefined) {
      throw new EditProblem(`${moved} is there already; moving ${shown} would overwrite it.`);
    }
    await files.move(path, target);
  }
  const changed = operation.hunks.length > 0;
  const done = [changed ? `Changed ${shown}` : `Moved ${shown}`, moved && `to ${moved}`];
  return {
    done: done.filter(Boolean).join(changed ? ', moved it ' : ' '),
    diff: changed ? outcome.diff : '',
  };
}

async function diffOf(job: EditJob, { editor, signal }: PatchEnvironment): Promise<string> {
  const outcome = await editor(job, signal);
  return 'diff' in outcome ? outcome.diff : '';
}

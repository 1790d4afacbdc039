import { z } from 'zod';
import { defineTool, toolError, type Risk, type Tool, type ToolResult } from '../../tool.ts';
import type { ReadText } from '../../../documents/text/read-text.ts';
import type { Editor } from './editor.ts';
import { fileError } from '../files/file-error.ts';
import type { KeyedMutex } from '../../../system/locks/keyed-mutex.ts';
import { patchFiles, type PatchEnvironment } from './patch-files.ts';
import { displayPath } from '../../../system/files/paths.ts';
import { notFoundMessage } from '../files/similar-names.ts';
import { EditProblem, TextFiles } from '../files/text-files.ts';
import { redactedHint } from '../../text/redacted.ts';
import { cutText } from '../../text/truncate.ts';
import { parsePatch, PatchSyntaxError, type PatchOperation } from './v4a-patch.ts';

const parameters = z.object({
  mode: z
    .enum(['replace', 'patch'])
    .default('replace')
    .describe('replace: path, old_string, new_string. patch: patch.'),
  path: z.string().min(1).optional().describe('replace: the file.'),
  old_string: z
    .string()
    .optional()
    .describe('replace: the text to find, with enough around it to be the only such place.'),
  new_string: z.string().optional().describe('replace: what goes there. Empty to delete.'),
  replace_all: z.boolean().default(false).describe('replace: every such place.'),
  patch: z
    .string()
    .optional()
    .describe(
      'patch: several changes and files at once, in the V4A format:\n*** Begin Patch\n*** Update File: path\n@@ line above the change\n context\n-removed\n+added\n*** Add File: path\n+line\n*** Delete File: path\n*** Move File: path -> new path\n*** End Patch',
    ),
});
type Arguments = z.output<typeof parameters>;

/** Arguments that belong together, found complete. */
type Request =
  | { kind: 'replace'; path: string; oldString: string; newString: string; all: boolean }
  | { kind: 'patch'; operations: PatchOperation[] };

export interface PatchParts {
  /** Edits of one file wait for each other. */
  edits: KeyedMutex;
  editor: Editor;
  readText: ReadText;
}

const description = `Change parts of files; answers with a unified diff.
mode "replace" finds old_string in one file and puts new_string in its place. It must be the only such place unless replace_all is set. Where nothing is exactly so, other whitespace is overlooked.
mode "patch" does changes of several files at once, all or none.`;

/** Changes files by replacement or by patch. */
export function createPatchTool(parts: PatchParts): Tool<typeof parameters> {
  return defineTool({
    name: 'patch',
    description,
    parameters,
    summarize: (args) => pathsOf(args).join(', '),
    describeAction: (args) =>
      args.mode === 'patch'
        ? (args.patch ?? '')
        : `Change ${args.path}\n- ${args.old_string}\n+ ${args.new_string}`,
    async assess(args, { paths }) {
      const risks: Risk[] = [];
      for (const path of pathsOf(args)) risks.push(...(await paths.assess(path, 'write')));
      return risks;
    },
    async execute(args, { paths, allowed, signal }) {
      signal.throwIfAborted();
      const request = requestOf(args);
      if ('problem' in request) return toolError(request.problem);
      const found = new Map<string, string>();
      const seen = await paths.seen();
      try {
        for (const path of pathsOf(args)) found.set(path, (await paths.locate(path)).disk);
        const resolve = (path: string): string => found.get(path)!;
        const environment = {
          editor: parts.editor,
          readText: parts.readText,
          resolve,
          seen,
          workspace: (await paths.folders()).workspace,
          check: await paths.hold('write', allowed),
          signal,
        };
        return await parts.edits.runAll(found.values(), () => perform(request, environment));
      } catch (error) {
        if (error instanceof EditProblem) return toolError(`Nothing was changed. ${error.message}`);
        const { path } = error as NodeJS.ErrnoException;
        return fileError(
          error,
          path?.startsWith('/proc/') === false ? seen(path) : pathsOf(args).join(),
        );
      }
    },
  });
}

async function perform(request: Request, environment: PatchEnvironment): Promise<ToolResult> {
  if (request.kind === 'replace') return replace(request, environment);
  const { done, diffs } = await patchFiles(request.operations, environment);
  const all = diffs.filter((diff) => diff !== '').join('\n');
  return { output: cutText([`${done.join('. ')}.`, all].filter(Boolean).join('\n')) };
}

async function replace(
  { path, oldString, newString, all }: Extract<Request, { kind: 'replace' }>,
  environment: PatchEnvironment,
): Promise<ToolResult> {
  const { editor, resolve, seen, workspace, signal } = environment;
  const absolute = resolve(path);
  const files = new TextFiles(environment);
  const text = await files.read(absolute);
  if (text === undefined) return toolError(await notFoundMessage(seen(absolute), absolute));
  const shown = displayPath(seen(absolute), workspace);
  const outcome = await editor(
    {
      text,
      change: { kind: 'replace', replacement: { oldString, newString, all } },
      names: { before: shown, after: shown },
    },
    signal,
  );
  if ('problem' in outcome) throw new EditProblem(outcome.problem + redactedHint(oldString));
  signal.throwIfAborted();
  await files.write(absolute, outcome.text);
  await files.commit();
  return { output: outcome.diff };
}

function requestOf(args: Arguments): Request | { problem: string } {
  const { mode, path, old_string: oldString, new_string: newString } = args;
  if (mode === 'replace') {
    if (path === undefined || oldString === undefined || newString === undefined) {
      return { problem: 'mode "replace" needs path, old_string and new_string.' };
    }
    return { kind: 'replace', path, oldString, newString, all: args.replace_all };
  }
  if (args.patch === undefined) return { problem: 'mode "patch" needs patch.' };
  try {
    return { kind: 'patch', operations: parsePatch(args.patch) };
  } catch (error) {
    if (error instanceof PatchSyntaxError) return { problem: error.message };
    throw error;
  }
}

/** All paths a call is about, as they were given. */
function pathsOf(args: Arguments): string[] {
  const request = requestOf(args);
  if ('problem' in request) return args.path === undefined ? [] : [args.path];
  if (request.kind === 'replace') return [request.path];
  const paths = request.operations.flatMap((operation) =>
    operation.kind === 'update' && operation.moveTo !== undefined
      ? [operation.path, operation.moveTo]
      : [operation.path],
  );
  return [...new Set(paths)];
}

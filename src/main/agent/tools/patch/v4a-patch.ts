/**
 * The V4A patch format, in which models write changes of several files (hermes-agent, Codex):
 *
 *     *** Begin Patch
 *     *** Update File: path        then, if it moves, *** Move to: new path
 *     @@ a line above the change
 *      context
 *     -removed
 *     +added
 *     *** Add File: path           then lines that begin with +
 *     *** Delete File: path
 *     *** Move File: path -> new path
 *     *** End Patch
 */

interface HunkLine {
  kind: 'context' | 'removed' | 'added';
  text: string;
}

/** Lines to be found in a file, and what becomes of them. */
export interface Hunk {
  /** Lines that stand somewhere above the change, outermost first. */
  anchors: string[];
  /** The number of its first line, from 1, where a header of a unified diff gave one. */
  line?: number;
  lines: HunkLine[];
  /** Whether it stands at the end of the file. */
  atEnd: boolean;
}

export type PatchOperation =
  | { kind: 'add'; path: string; content: string }
  | { kind: 'update'; path: string; hunks: Hunk[]; moveTo?: string }
  | { kind: 'delete'; path: string };

/** The patch does not parse. */
export class PatchSyntaxError extends Error {
  override readonly name = 'PatchSyntaxError';
  constructor(message: string, line: number) {
    super(`Line ${line} of the patch: ${message}`);
  }
}

const header = /^\*\*\* (Add|Update|Delete) File: *(.+?) *$/;
const moveFile = /^\*\*\* Move File: *(.+?) *-> *(.+?) *$/;
const moveTo = /^\*\*\* Move to: *(.+?) *$/;
const unifiedHeader = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@ ?(.*)$/;
const kinds: Record<string, HunkLine['kind']> = { ' ': 'context', '-': 'removed', '+': 'added' };

/**
 * Parses a patch.
 * @throws {PatchSyntaxError} naming the line
 */
export function parsePatch(patch: string): PatchOperation[] {
  const lines = patch.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const begin = lines.findIndex((line) => /^\*\*\* Begin Patch\s*$/.test(line));
  const end = lines.findLastIndex((line) => /^\*\*\* End Patch\s*$/.test(line));
  const operations: PatchOperation[] = [];
  for (let index = begin + 1; index < (end === -1 ? lines.length : end); index += 1) {
    const line = lines[index]!;
    const started = startOperation(line);
    if (started) operations.push(started);
    else continueOperation(operations.at(-1), line, index + 1);
  }
  for (const operation of operations) check(operation, lines.length);
  if (operations.length === 0) throw new PatchSyntaxError('there is nothing in it to do', 1);
  return operations;
}

function startOperation(line: string): PatchOperation | undefined {
  const [, from, to] = moveFile.exec(line) ?? [];
  if (from && to) return { kind: 'update', path: from, hunks: [], moveTo: to };
  const [, kind, path] = header.exec(line) ?? [];
  if (!path) return undefined;
  if (kind === 'Add') return { kind: 'add', path, content: '' };
  return kind === 'Delete' ? { kind: 'delete', path } : { kind: 'update', path, hunks: [] };
}

function continueOperation(operation: PatchOperation | undefined, line: string, at: number): void {
  if (operation?.kind === 'update') return continueUpdate(operation, line, at);
  if (operation?.kind === 'add' && line.startsWith('+')) {
    operation.content += `${line.slice(1)}\n`;
  } else if (operation?.kind === 'add' && !line.startsWith('*** ')) {
    throw new PatchSyntaxError('each line of a file to add begins with +', at);
  } else if (line.trim() !== '') {
    throw new PatchSyntaxError(
      `"${line.slice(0, 80)}" is not expected here; files begin with "*** Update File: path", "*** Add File: path" or "*** Delete File: path"`,
      at,
    );
  }
}

function continueUpdate(
  operation: Extract<PatchOperation, { kind: 'update' }>,
  line: string,
  at: number,
): void {
  const [, target] = moveTo.exec(line) ?? [];
  if (target) operation.moveTo = target;
  else if (/^\*\*\* End of File\s*$/.test(line)) hunkOf(operation).atEnd = true;
  else if (line.startsWith('*** ')) throw new PatchSyntaxError(`unknown: ${line}`, at);
  else if (line.startsWith('@@')) startHunk(operation, line);
  else if (!line.startsWith('\\')) hunkOf(operation).lines.push(toHunkLine(line));
}

/** A line without a sign is context: models leave out the space, most of all before nothing. */
function toHunkLine(line: string): HunkLine {
  const kind = kinds[line[0] ?? ''];
  return kind ? { kind, text: line.slice(1) } : { kind: 'context', text: line };
}

/** Several anchors in a row lead to one change. */
function startHunk(operation: Extract<PatchOperation, { kind: 'update' }>, line: string): void {
  const unified = unifiedHeader.exec(line);
  const anchor = unified ? '' : line.replace(/^@@ ?/, '').replace(/ ?@@\s*$/, '');
  const current = operation.hunks.at(-1);
  if (current && current.lines.length === 0) current.anchors.push(...(anchor ? [anchor] : []));
  else {
    operation.hunks.push({
      anchors: anchor ? [anchor] : [],
      ...(unified ? { line: Number(unified[1]) } : {}),
      lines: [],
      atEnd: false,
    });
  }
}

function hunkOf(operation: Extract<PatchOperation, { kind: 'update' }>): Hunk {
  const current = operation.hunks.at(-1);
  if (current && !current.atEnd) return current;
  const hunk: Hunk = { anchors: [], lines: [], atEnd: false };
  operation.hunks.push(hunk);
  return hunk;
}

function check(operation: PatchOperation, lines: number): void {
  if (operation.kind !== 'update') return;
  operation.hunks = operation.hunks.filter((hunk) =>
    hunk.lines.some(({ kind }) => kind !== 'context'),
  );
  if (operation.hunks.length === 0 && operation.moveTo === undefined) {
    throw new PatchSyntaxError(`the update of ${operation.path} changes nothing`, lines);
  }
}

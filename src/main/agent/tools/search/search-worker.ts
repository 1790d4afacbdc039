import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { atRealPath } from '../../../system/files/at-real-path.ts';
import { decodeUnicode, sniffedBytes, utf8 } from '../../../documents/text/text-encoding.ts';
import { fileKind } from '../files/file-kind.ts';
import { globMatcher } from './glob.ts';
import type { SearchWorkerData, SearchWorkerMessage } from './search-in-thread.ts';
import { longestFinding, nameGlob, type Finding, type SearchRequest } from './search.ts';
import { headOf } from '../../text/truncate.ts';
import { isUnreadable, walkFiles } from './walk-files.ts';

/**
 * The search where ripgrep is not installed: a worker thread that looks through files one after the
 * other and sends what it finds. The host ends it when it has enough, or when it takes too long, as
 * with an expression that backtracks for ever.
 */

/** Larger files are not looked into, in bytes. */
const largestFile = 20 * 1024 * 1024;
/** Findings sent at once. */
const batchSize = 200;
/** Batches that may be on their way to the host. */
const mostUnread = 8;

const { request: given, unread } = workerData as SearchWorkerData;
let batch: Finding[] = [];
let skipped = 0;

function send(message: SearchWorkerMessage): void {
  parentPort!.postMessage(message);
}

function found(finding: Finding): void {
  const { root, disk = root } = given;
  batch.push({ ...finding, file: path.join(root, path.relative(disk, finding.file)) });
  if (batch.length >= batchSize) flush();
}

function flush(): void {
  if (batch.length === 0) return;
  for (;;) {
    const count = Atomics.load(unread, 0);
    if (count < mostUnread) break;
    Atomics.wait(unread, 0, count);
  }
  Atomics.add(unread, 0, 1);
  send({ type: 'findings', findings: batch });
  batch = [];
}

async function search(request: SearchRequest): Promise<void> {
  const { target, pattern, glob, context, disk: root = request.root } = request;
  const isFolder = statSync(root).isDirectory();
  const files = isFolder ? walkFiles(root) : [root];
  const wanted = target === 'files' ? pattern : glob;
  const fits = wanted === undefined || !isFolder ? () => true : nameFilter(root, wanted);
  const expression = target === 'content' ? toExpression(pattern) : undefined;
  for (const file of files) {
    if (!fits(file)) continue;
    if (!expression) found({ file, line: 0, text: '', match: true });
    else {
      await searchFile(file, expression, context);
      // The next file may take for ever.
      flush();
    }
  }
  flush();
}

function nameFilter(root: string, pattern: string): (file: string) => boolean {
  const glob = nameGlob(pattern);
  const matches = globMatcher(glob);
  if (!glob.includes('/')) return (file) => matches(path.basename(file));
  return (file) => matches(path.relative(root, file).split(path.sep).join('/'));
}

function toExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // The older syntax takes more: escapes of characters that need none, single braces.
    return new RegExp(pattern);
  }
}

async function searchFile(file: string, expression: RegExp, context: number): Promise<void> {
  const text = await readText(file);
  if (text === undefined) return;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  let shownUntil = 0;
  for (const [index, line] of lines.entries()) {
    if (!expression.test(withoutReturn(line))) continue;
    const first = Math.max(shownUntil, index - context);
    for (let at = first; at < index; at += 1) foundLine(file, lines, at, false);
    foundLine(file, lines, index, true);
    shownUntil = index + 1;
    // Lines after a match, up to the next one.
    const end = Math.min(lines.length, index + 1 + context);
    while (shownUntil < end && !expression.test(withoutReturn(lines[shownUntil]!))) {
      foundLine(file, lines, shownUntil, false);
      shownUntil += 1;
    }
  }
}

function foundLine(file: string, lines: readonly string[], index: number, match: boolean): void {
  const text = headOf(withoutReturn(lines[index]!), longestFinding + 1);
  found({ file, line: index + 1, text, match });
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const bytes = atRealPath(file, (opened) => {
      if (statSync(opened).size <= largestFile) return readFileSync(opened);
      skipped += 1;
      return undefined;
    });
    if (!bytes) return undefined;
    const kind = fileKind(bytes.subarray(0, sniffedBytes));
    if (kind.kind !== 'text') return undefined;
    const decoded = decodeUnicode(bytes, kind.encoding === 'legacy' ? utf8 : kind.encoding);
    if (decoded) return decoded.text;
    const { decodeOther } = await import('../../../documents/text/detect-encoding.ts');
    return decodeOther(bytes).text;
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

try {
  await search(given);
  send({ type: 'end', skipped });
} catch (error) {
  if (!(error instanceof SyntaxError)) throw error;
  send({ type: 'problem', message: error.message });
}

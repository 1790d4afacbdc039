import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { cutText } from '../../text/truncate.ts';

/** Lines shown around a change. */
const context = 3;
/** The longest diff that is shown whole, in characters. */
const longestDiff = 20_000;
/** How long the comparison may take, in milliseconds. */
const longestComparison = 1_000;

/** Two texts, without the lines that they begin and end with alike. */
export interface Difference {
  before: string;
  after: string;
  /** Lines left out at the beginning. */
  skipped: number;
}

/** What of two texts differs, with a few lines around it. */
export function differenceOf(before: string, after: string): Difference {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < shortest - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  const first = lineStart(before, start, context);
  const rest = before.length - lineEnd(before, before.length - end, context);
  return {
    before: before.slice(first, before.length - rest),
    after: after.slice(first, after.length - rest),
    skipped: countLines(before.slice(0, first)),
  };
}

/** Where the line begins that stands so many lines above the one at this place. */
function lineStart(text: string, place: number, above: number): number {
  let at = place;
  for (let i = 0; i <= above; i += 1) {
    if (at <= 0) return 0;
    at = text.lastIndexOf('\n', at - 1);
    if (at === -1) return 0;
  }
  return at + 1;
}

/** Where the line ends, its line end included, that stands so many lines below the one at this place. */
function lineEnd(text: string, place: number, below: number): number {
  let at = place;
  for (let i = 0; i <= below; i += 1) {
    const newline = text.indexOf('\n', at);
    if (newline === -1) return text.length;
    at = newline + 1;
  }
  return at;
}

/** Lines on both sides of a difference: what a comparison costs grows with their square. */
export function sizeOf({ before, after }: Difference): number {
  return countLines(before) + countLines(after);
}

/** A unified diff; undefined `before` is a new file, undefined `after` a deleted one. */
export function unifiedDiff(
  names: { before: string | undefined; after: string | undefined },
  { before, after, skipped }: Difference,
): string {
  const [oldFileName, newFileName] = [fileName('a', names.before), fileName('b', names.after)];
  const options = { context, timeout: longestComparison };
  const compared = structuredPatch('', '', before, after, undefined, undefined, options);
  if (!compared) {
    const counts = `${countLines(before)} lines became ${countLines(after)}`;
    return `--- ${oldFileName}\n+++ ${newFileName}\n[Too much has changed to show it: ${counts}]`;
  }
  const hunks = compared.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + skipped,
    newStart: hunk.newStart + skipped,
  }));
  const text = formatPatch({ ...compared, oldFileName, newFileName, hunks }, FILE_HEADERS_ONLY);
  return cutText(text.replace(/\n$/, ''), longestDiff);
}

function fileName(prefix: string, path: string | undefined): string {
  return path === undefined ? '/dev/null' : `${prefix}/${path}`;
}

function countLines(text: string): number {
  let count = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

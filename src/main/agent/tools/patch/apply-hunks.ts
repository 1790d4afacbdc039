import { findLines, reindent } from './find-lines.ts';
import { nameLines, notFound, type Replaced } from './replace-text.ts';
import type { Hunk } from './v4a-patch.ts';

/** A hunk that does not fit. */
class HunkProblem extends Error {
  override readonly name = 'HunkProblem';
}

/** Applies all hunks of one file, or none: then it says which one does not fit and why. */
export function applyHunks(text: string, hunks: readonly Hunk[]): Replaced {
  const endsLine = text === '' || text.endsWith('\n');
  const lines = text === '' ? [] : (endsLine ? text.slice(0, -1) : text).split('\n');
  let after = 0;
  for (const [index, hunk] of hunks.entries()) {
    try {
      after = applyHunk(lines, hunk, after);
    } catch (error) {
      if (!(error instanceof HunkProblem)) throw error;
      const number = hunks.length > 1 ? ` ${index + 1}` : '';
      return { problem: `change${number} does not fit: ${error.message}` };
    }
  }
  return { text: lines.join('\n') + (endsLine && lines.length > 0 ? '\n' : '') };
}

/** Changes `lines`; gives the index after the change. */
function applyHunk(lines: string[], hunk: Hunk, after: number): number {
  const from = followAnchors(lines, hunk, after);
  const wanted = hunk.lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
  if (wanted.every((line) => line.trim() === '')) return insert(lines, hunk, from);
  const start = locate(lines, hunk, wanted, from);
  const found = lines.slice(start, start + wanted.length);
  const added = hunk.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  const indented = reindent(added, wanted, found);
  const result: string[] = [];
  for (const { kind } of hunk.lines) {
    if (kind === 'added') result.push(indented.shift()!);
    else {
      const line = found.shift()!;
      if (kind === 'context') result.push(line);
    }
  }
  lines.splice(start, wanted.length, ...result);
  return start + result.length;
}

/** The index from which the lines of a hunk are to be looked for. */
function followAnchors(lines: readonly string[], hunk: Hunk, after: number): number {
  let from = hunk.anchors.length > 0 ? after : 0;
  for (const anchor of hunk.anchors) {
    const wanted = anchor.trim();
    const fits = (line: string): boolean => line.trim() === wanted;
    const holds = (line: string): boolean => line.includes(wanted);
    const index = [fits, holds]
      .flatMap((test) => [indexFrom(lines, test, from), lines.findIndex(test)])
      .find((found) => found !== -1);
    if (index === undefined) throw new HunkProblem(`there is no line "${anchor}" in the file.`);
    from = index + 1;
  }
  return from;
}

function indexFrom(
  lines: readonly string[],
  test: (line: string) => boolean,
  from: number,
): number {
  const index = lines.slice(from).findIndex(test);
  return index === -1 ? -1 : index + from;
}

function locate(
  lines: readonly string[],
  hunk: Hunk,
  wanted: readonly string[],
  from: number,
): number {
  // The anchor itself may be the first line of the hunk.
  const begin = Math.max(0, from - 1);
  const { starts } = findLines(lines.slice(begin), wanted);
  if (starts.length === 0) throw new HunkProblem(notFound(lines, wanted));
  const places = starts.map((start) => start + begin);
  const end = places.find((start) => start + wanted.length === lines.length);
  if (hunk.atEnd && end !== undefined) return end;
  if (places.length === 1 || hunk.anchors.length > 0) return places[0]!;
  if (hunk.line !== undefined) return nearest(places, hunk.line - 1);
  throw new HunkProblem(
    `it fits in ${places.length} places, at ${nameLines(places.map((place) => place + 1))}. Give more context, or a line above it after @@.`,
  );
}

function nearest(places: readonly number[], wanted: number): number {
  return places.reduce((best, place) =>
    Math.abs(place - wanted) < Math.abs(best - wanted) ? place : best,
  );
}

/** Lines without any to stand beside go below the anchor, to the line number, or to the end. */
function insert(lines: string[], hunk: Hunk, from: number): number {
  if (hunk.lines.some(({ kind }) => kind === 'removed')) {
    throw new HunkProblem('blank lines alone cannot be found. Give lines around them.');
  }
  const added = hunk.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  let at = lines.length;
  if (!hunk.atEnd && hunk.anchors.length > 0) at = from;
  else if (!hunk.atEnd && hunk.line !== undefined) at = Math.min(hunk.line, lines.length);
  lines.splice(at, 0, ...added);
  return at + added.length;
}

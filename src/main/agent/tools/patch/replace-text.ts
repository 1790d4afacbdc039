import { findLines, reindent } from './find-lines.ts';

/** What replaces what. */
export interface Replacement {
  oldString: string;
  newString: string;
  /** Every place; otherwise there must be exactly one. */
  all: boolean;
}

/** The new text, or why there is none, for the model. */
export type Replaced = { text: string } | { problem: string };

/** Lines named in a message, at most. */
const mostNamed = 10;

/** Replaces text: where it stands exactly so, else where only whitespace differs. */
export function replaceText(text: string, { oldString, newString, all }: Replacement): Replaced {
  if (oldString === '') return { problem: 'old_string is empty. Use write_file for a new file.' };
  if (oldString === newString) return { problem: 'old_string and new_string are the same.' };
  const places = placesOf(text, oldString);
  if (places.length === 0) return replaceLines(text, { oldString, newString, all });
  if (places.length > 1 && !all) {
    return ambiguous(places.map((place) => lineAt(text, place)));
  }
  return { text: text.split(oldString).join(newString) };
}

function replaceLines(text: string, { oldString, newString, all }: Replacement): Replaced {
  const lines = text.split('\n');
  const endsLine = oldString.endsWith('\n');
  const wanted = (endsLine ? oldString.slice(0, -1) : oldString).split('\n');
  const { starts } = findLines(lines, wanted);
  if (starts.length === 0) return { problem: notFound(lines, wanted) };
  if (starts.length > 1 && !all) return ambiguous(starts.map((start) => start + 1));
  const added = newLines(newString, endsLine);
  for (const start of starts.toReversed()) {
    const found = lines.slice(start, start + wanted.length);
    lines.splice(start, wanted.length, ...reindent(added, wanted, found));
  }
  return { text: lines.join('\n') };
}

/** A text that takes whole lines with their ends away or puts them there has no last, empty line. */
function newLines(newString: string, endsLine: boolean): string[] {
  if (!endsLine) return newString.split('\n');
  if (newString === '') return [];
  return (newString.endsWith('\n') ? newString.slice(0, -1) : newString).split('\n');
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
    places.push(at);
  }
  return places;
}

function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** The message about text that stands in several places. */
function ambiguous(lines: number[]): { problem: string } {
  return {
    problem: `It stands in ${lines.length} places, at ${nameLines(lines)}. Give more of the text around the one you mean, or set replace_all.`,
  };
}

/** "lines 3, 8 and more". */
export function nameLines(lines: readonly number[]): string {
  const named = lines.slice(0, mostNamed).join(', ');
  return `lines ${named}${lines.length > mostNamed ? ' and more' : ''}`;
}

/** The message about text that stands nowhere: where something like it stands, if anywhere. */
export function notFound(lines: readonly string[], wanted: readonly string[]): string {
  const first = wanted.find((line) => line.trim() !== '')?.trim() ?? '';
  const candidates = lines.flatMap((line, index) => (line.trim() === first ? [index + 1] : []));
  return candidates.length > 0 && wanted.length > 1
    ? `It is not in the file. Its first line stands at ${nameLines(candidates)}, but what follows there differs: read it again.`
    : 'It is not in the file. Read the file again, and copy the text exactly, without the line numbers.';
}

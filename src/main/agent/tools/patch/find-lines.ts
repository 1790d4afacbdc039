/** How a line is compared with another one, from strict to lenient. */
type Leniency = 'exact' | 'line ends' | 'indentation' | 'whitespace';

const comparable: Record<Leniency, (line: string) => string> = {
  exact: (line) => line,
  'line ends': (line) => line.trimEnd(),
  indentation: (line) => line.trim(),
  whitespace: (line) => line.trim().replace(/\s+/g, ' '),
};
const leniencies = Object.keys(comparable) as Leniency[];

/** Places where wanted lines stand, and how much had to be overlooked to find them. */
export interface FoundLines {
  /** Indexes of the first lines, ascending; they do not overlap. Empty when there are none. */
  starts: number[];
  leniency: Leniency;
}

/**
 * Finds a run of lines among others: exactly, else with other whitespace at line ends, else with
 * another indentation, else with other whitespace anywhere. The strictest way that finds any decides.
 */
export function findLines(lines: readonly string[], wanted: readonly string[]): FoundLines {
  for (const leniency of leniencies) {
    const starts = find(lines, wanted, comparable[leniency]);
    if (starts.length > 0) return { starts, leniency };
  }
  return { starts: [], leniency: 'exact' };
}

function find(
  lines: readonly string[],
  wanted: readonly string[],
  compare: (line: string) => string,
): number[] {
  const needle = wanted.map(compare);
  // Blank lines alone are nowhere in particular.
  if (needle.every((line) => line === '')) return [];
  const text = `\n${lines.map(compare).join('\n')}\n`;
  const sought = `\n${needle.join('\n')}\n`;
  const starts: number[] = [];
  let line = 0;
  let counted = 0;
  for (let at = text.indexOf(sought); at !== -1;) {
    line += countNewlines(text, counted, at);
    counted = at;
    starts.push(line);
    // The newline at the end of one may begin the next.
    at = text.indexOf(sought, at + sought.length - 1);
  }
  return starts;
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}

/**
 * New lines, indented as the place where they go: what was wanted there may be indented otherwise.
 * @param wanted the lines as they were asked for
 * @param found the lines that were found for them
 */
export function reindent(
  added: readonly string[],
  wanted: readonly string[],
  found: readonly string[],
): string[] {
  const index = wanted.findIndex((line) => line.trim() !== '');
  const from = indentOf(wanted[index] ?? '');
  const to = indentOf(found[index] ?? '');
  if (from === to) return [...added];
  return added.map((line) =>
    line.startsWith(from) && line.trim() ? to + line.slice(from.length) : line,
  );
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)![0];
}

/** Results of one word at most: `{1..1000000}` must not cost a million words. */
const maxWords = 2_000;
/** Characters of one word that are looked at: finding what belongs together takes the square of it. */
const longestWord = 4_000;

/**
 * Brace expansion of a raw word, quotes kept: `a{b,c}` gives `ab` and `ac`, `{1..3}` gives `1`, `2`, `3`.
 * Undefined when there would be more than 2,000 words, or the word is longer than 4,000 characters.
 */
export function expandBraces(word: string): string[] | undefined {
  if (word.length > longestWord) return undefined;
  const group = findGroup(word);
  if (!group) return [word];
  const rest = expandBraces(word.slice(group.end + 1));
  if (!rest) return undefined;
  const before = word.slice(0, group.start);
  const middles: string[] = [];
  for (const choice of group.choices) {
    const inner = expandBraces(choice);
    if (!inner) return undefined;
    middles.push(...inner);
  }
  if (middles.length * rest.length > maxWords) return undefined;
  return middles.flatMap((middle) => rest.map((after) => before + middle + after));
}

interface Group {
  start: number;
  end: number;
  choices: string[];
}

/** The first brace group that really expands. */
function findGroup(word: string): Group | undefined {
  for (let start = skipTo(word, 0, '{'); start >= 0; start = skipTo(word, start + 1, '{')) {
    if (word[start - 1] === '$') continue;
    const group = readGroup(word, start);
    if (group) return group;
  }
  return undefined;
}

function readGroup(word: string, start: number): Group | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let index = start; index >= 0; index = skipTo(word, index + 1, '{},')) {
    const char = word[index];
    if (char === '{') depth += 1;
    else if (char === ',' && depth === 1) commas.push(index);
    else if (char === '}') {
      depth -= 1;
      if (depth > 0) continue;
      const range = commas.length === 0 ? expandRange(word.slice(start + 1, index)) : undefined;
      if (range) return { start, end: index, choices: range };
      if (commas.length === 0) return undefined;
      const edges = [start, ...commas, index];
      const choices = edges.slice(1).map((edge, at) => word.slice(edges[at]! + 1, edge));
      return { start, end: index, choices };
    }
  }
  return undefined;
}

function expandRange(text: string): string[] | undefined {
  const match = /^(-?\d+|[a-z])\.\.(-?\d+|[a-z])(?:\.\.(-?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const [, from = '', to = '', by = '1'] = match;
  const letters = !/\d/.test(from);
  if (letters !== !/\d/.test(to)) return undefined;
  const first = letters ? from.charCodeAt(0) : Number(from);
  const last = letters ? to.charCodeAt(0) : Number(to);
  const step = Math.max(1, Math.abs(Number(by)));
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (count > maxWords) return undefined;
  const direction = last < first ? -step : step;
  return Array.from({ length: count }, (_, index) => {
    const value = first + index * direction;
    return letters ? String.fromCharCode(value) : String(value);
  });
}

/** The next of these characters that is neither quoted nor escaped nor inside `$(…)`; -1 for none. */
function skipTo(word: string, from: number, wanted: string): number {
  for (let index = from; index < word.length; index += 1) {
    const char = word[index]!;
    if (char === '\\') index += 1;
    else if (char === "'" || char === '"' || char === '`') {
      const close = closing(word, index, char);
      if (close < 0) return -1;
      index = close;
    } else if (wanted.includes(char)) return index;
  }
  return -1;
}

function closing(word: string, open: number, quote: string): number {
  for (let index = open + 1; index < word.length; index += 1) {
    if (word[index] === '\\' && quote !== "'") index += 1;
    else if (word[index] === quote) return index;
  }
  return -1;
}

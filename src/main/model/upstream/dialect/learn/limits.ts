/** A number in a text: `16384`, `16,384`, `-2`, `0.5`. */
const number = String.raw`(-?\d{1,3}(?:[,_]\d{3})+(?!\d)|-?\d+(?:\.\d+)?)`;
/** Between a word and its number. */
const gap = String.raw`[^\d\n-]{0,40}?`;

type Limits = { least?: number; most?: number };

const ranges = [
  String.raw`[[(]\s*${number}\s*,\s*${number}\s*[\])]`,
  String.raw`between\s+${number}\s+and\s+${number}`,
  String.raw`from\s+${number}\s+to\s+${number}`,
  String.raw`${number}\s*(?:\.\.|<=?\s*\w+\s*<=?)\s*${number}`,
].map(pattern);

const mostPatterns = [
  String.raw`(?:at most|no (?:more|greater|larger) than|less than or equal to|up to|not exceed|cannot exceed|exceeds?)${gap}${number}`,
  String.raw`(?:<=|≤)\s*${number}`,
  // "max_tokens: 100000 > 8192, which is the maximum"
  String.raw`\d\s*>\s*${number}`,
  String.raw`(?:max(?:imum)?|limit|upper bound)\b${gap}${number}`,
].map(pattern);
const belowPatterns = [
  String.raw`(?:less than|lower than|smaller than|below)\s+${number}`,
  String.raw`(?<![<>=\d]\s*)<\s*${number}`,
].map(pattern);
const leastPatterns = [
  String.raw`(?:at least|no (?:less|smaller|fewer) than|greater than or equal to|min(?:imum)?\b)${gap}${number}`,
  String.raw`(?:>=|≥)\s*${number}`,
].map(pattern);
const abovePatterns = [
  String.raw`(?:greater than|larger than|more than|above)\s+${number}`,
  String.raw`(?<![<>=\d]\s*)>\s*${number}`,
].map(pattern);

/** A step to the inside of a bound that itself is not taken. */
const step = (bound: number, value: number): number =>
  Number.isInteger(value) && Math.abs(bound) >= 10 ? 1 : 0.01;

/**
 * The bound that a refusal names and that a number does not keep: `at most 16384`, `[1, 8192]`,
 * `between 0 and 2`. Undefined where it names none, or only such as the number keeps.
 */
export function brokenLimit(text: string, value: number): Limits | undefined {
  for (const range of ranges) {
    for (const [, low, high] of text.matchAll(range)) {
      const [least, most] = [numberIn(low), numberIn(high)];
      if (least >= most) continue;
      if (value > most) return { most };
      if (value < least) return { least };
      // "(0, 1)": the bound itself is not taken.
      if (value === most) return { most: most - step(most, value) };
      if (value === least) return { least: least + step(least, value) };
    }
  }
  const find = (patterns: readonly RegExp[], breaks: (bound: number) => boolean) =>
    patterns
      .flatMap((each) => [...text.matchAll(each)].map(([, found]) => numberIn(found)))
      .find(breaks);
  const most = find(mostPatterns, (bound) => value > bound);
  if (most !== undefined) return { most };
  const below = find(belowPatterns, (bound) => value >= bound);
  if (below !== undefined) return { most: below - step(below, value) };
  const least = find(leastPatterns, (bound) => value < bound);
  if (least !== undefined) return { least };
  const above = find(abovePatterns, (bound) => value <= bound);
  return above === undefined ? undefined : { least: above + step(above, value) };
}

/** All numbers of a text, in order; group separators are understood. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(pattern(number))].map(([, found]) => numberIn(found));
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'gi');
}

function numberIn(text: string | undefined): number {
  return Number((text ?? '').replaceAll(/[,_]/g, ''));
}

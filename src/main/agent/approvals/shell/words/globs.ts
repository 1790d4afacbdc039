/** Whether a text holds a pattern of file names: `*`, `?`, `[…]`. */
export function isPattern(text: string): boolean {
  return /[*?]|\[.+\]/.test(text);
}

/**
 * The expression for a pattern (`*`, `?`, `[…]`), which matches as a shell does; undefined where no
 * shell matches anything, as for the range `[z-a]`.
 * @param slashes whether `*` and `?` match a slash too, as they do outside of file names
 */
function patternExpression(pattern: string, slashes = true): string | undefined {
  const any = slashes ? String.raw`[\s\S]` : '[^/]';
  let expression = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index]!;
    const close = char === '[' ? pattern.indexOf(']', index + 2) : -1;
    if (char === '*') {
      // Several in a row are as one, and cost as one.
      if (pattern[index - 1] !== '*') expression += `${any}*`;
    } else if (char === '?') expression += any;
    else if (char === '\\' && index + 1 < pattern.length) {
      index += 1;
      expression += escaped(pattern[index]!);
    } else if (close > 0) {
      const set = pattern.slice(index + 1, close).replaceAll('\\', String.raw`\\`);
      expression += `[${set.replace(/^!/, '^').replaceAll('[', String.raw`\[`)}]`;
      index = close;
    } else expression += escaped(char);
  }
  try {
    void new RegExp(expression);
    return expression;
  } catch {
    // Not even a shell makes anything of it.
    return undefined;
  }
}

function escaped(char: string): string {
  return char.replace(/[.+^${}()|\\\]/[*?-]/, String.raw`\$&`);
}

/** Characters of a pattern that are matched at most: a longer one matches everything, to be safe. */
const longestPattern = 300;
/** Stars of a pattern, which make matching slow; one with more matches everything, to be safe. */
const mostStars = 12;

/** Whether a file name pattern matches a name, whatever the case. */
export function globMatches(pattern: string, name: string): boolean {
  if (!isPattern(pattern)) return pattern === name;
  if (pattern.length > longestPattern || pattern.split('*').length > mostStars) return true;
  const expression = patternExpression(pattern);
  return expression !== undefined && new RegExp(`^${expression}$`, 'i').test(name);
}

/**
 * Whether a pattern of whole paths matches one, whatever the case: `*` and `?` match no slash, and no
 * dot at the start of a name; `**` matches folders of any depth, and within a name anything.
 */
export function pathMatches(pattern: string, file: string): boolean {
  if (!isPattern(pattern)) return pattern.toLowerCase() === file.toLowerCase();
  if (pattern.length > longestPattern || pattern.split('*').length > 2 * mostStars) return true;
  const parts = pattern.split('/');
  let whole = '';
  for (const [at, part] of parts.entries()) {
    const slash = at < parts.length - 1 ? '/' : '';
    if (part === '**') whole += slash === '' ? '.*' : '(?:.*/)?';
    else {
      const expressions = part.split('**').map((piece) => patternExpression(piece, false));
      if (expressions.includes(undefined)) return false;
      const hidden = /^[*?](?!\*)/.test(part) ? String.raw`(?!\.)` : '';
      whole += `${hidden}${expressions.join('.*')}${slash}`;
    }
  }
  return new RegExp(`^${whole}$`, 'i').test(file);
}

/** `${value#pattern}` and its like: the value without what the pattern matches at its start or end. */
export function withoutMatch(
  value: string,
  pattern: string,
  { atEnd, longest }: { atEnd: boolean; longest: boolean },
): string | undefined {
  const expression = patternExpression(pattern);
  if (expression === undefined) return value;
  if (pattern.length > longestPattern || value.length > 2_000 || pattern.split('*').length > 4) {
    return undefined;
  }
  const whole = new RegExp(`^${expression}$`);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  for (const length of longest ? lengths.toReversed() : lengths) {
    const part = atEnd ? value.slice(value.length - length) : value.slice(0, length);
    if (whole.test(part)) {
      return atEnd ? value.slice(0, value.length - length) : value.slice(length);
    }
  }
  return value;
}

/** A string in the source of a program, and where it stands. */
export interface Literal {
  text: string;
  start: number;
  end: number;
}

/** Characters of a program that are looked into at most. */
const maxSource = 262_144;

/**
 * The string literals of a program in Python, JavaScript, Perl, Ruby, PHP, Lua or awk, escapes
 * decoded, comments skipped as well as it goes without a full grammar for each.
 */
export function literalsOf(source: string): Literal[] {
  const text = source.slice(0, maxSource);
  const literals: Literal[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]!;
    const before = text[index - 1];
    if ((char === '#' || text.startsWith('//', index)) && (!before || /\s/.test(before))) {
      const end = text.indexOf('\n', index);
      if (end < 0) break;
      index = end;
    } else if (char === '"' || char === "'" || char === '`') {
      const quote = text.startsWith(char.repeat(3), index) ? char.repeat(3) : char;
      const end = closingQuote(text, index + quote.length, quote);
      if (end < 0) continue;
      const raw = text.slice(index + quote.length, end);
      literals.push({ text: decode(raw), start: index, end: end + quote.length });
      index = end + quote.length - 1;
    }
  }
  return literals;
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text.startsWith(quote, index)) return index;
    else if (text[index] === '\n' && quote.length === 1 && quote !== '`') return -1;
  }
  return -1;
}

const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function decode(raw: string): string {
  return raw.replaceAll(
    /\\(?:x([\da-f]{2})|u\{?([\da-f]{4,6})\}?|([0-7]{3})|([\s\S]))/gi,
    (_, hex?: string, unicode?: string, octal?: string, other?: string) => {
      if (other !== undefined) return letters[other] ?? other;
      const code = octal ? parseInt(octal, 8) : parseInt(hex ?? unicode ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

/**
 * Strings that are joined: `'rm' + ' -rf'`, `"rm" " -rf"`, `'rm' . ' /'`, as one; and strings in a
 * list, `['rm', '-rf', '/']`, as a command line.
 */
export function joined(source: string, literals: readonly Literal[]): string[] {
  const results: string[] = [];
  const group = (between: RegExp, glue: string): void => {
    let current: string[] = [];
    literals.forEach((literal, index) => {
      const previous = literals[index - 1];
      const gap = previous ? source.slice(previous.end, literal.start) : undefined;
      if (gap === undefined || !between.test(gap)) {
        if (current.length > 1) results.push(current.join(glue));
        current = [];
      }
      current.push(literal.text);
    });
    if (current.length > 1) results.push(current.join(glue));
  };
  group(/^\s*(\+|\.|\.\.)?\s*$/, '');
  group(/^\s*,\s*[[(]?\s*$/, ' ');
  return results;
}

/** The source between the parenthesis that opens at or after `from` and the one that closes it. */
export function argumentsAt(source: string, from: number): string {
  const open = source.indexOf('(', from);
  if (open < 0 || open - from > 80) {
    // Perl and Ruby call without parentheses: to the end of the statement.
    const end = source.slice(from).search(/[;\n}]/);
    return source.slice(from, end < 0 ? undefined : from + end);
  }
  let depth = 0;
  for (let index = open; index < source.length; index += 1) {
    if (source[index] === '(') depth += 1;
    else if (source[index] === ')') depth -= 1;
    if (depth === 0) return source.slice(open + 1, index);
  }
  return source.slice(open + 1);
}

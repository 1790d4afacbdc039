import { fromNetwork, isKnown, plainText, unknown } from '../../shell/words/text.ts';
import type { Call } from './program.ts';
import { operands } from './options.ts';

/** Gives what a program prints, as far as it can be known. */
export type Printer = (call: Call) => string;

/** What comes in goes out. */
export const pass: Printer = ({ input }) => input?.() ?? unknown;

/**
 * What comes in, or a part of it, in another order: names and lists may pass, but a text that is
 * fully known would no longer be what the program makes of it.
 */
export const sift: Printer = ({ args, input }) => {
  const files = operands(args, { valued: 'nckt' }).filter((word) => word !== '-');
  if (!input && files.length > 0) return unknown;
  const text = input?.() ?? unknown;
  return isKnown(text) ? unknown : text;
};

/** A word that cannot lead anywhere: a date, a number, a name. */
export const word: Printer = ({ name }) => `${name}${unknown}`;

/** The texts of its files, or of its input. */
export const cat: Printer = ({ args, input, follower }) => {
  const files = operands(args).filter((file) => file !== '-');
  if (files.length === 0) return input?.() ?? unknown;
  return files
    .flatMap((file) => follower.resolve(file))
    .map((file) => (file === '/dev/null' ? '' : (follower.content(file) ?? unknown)))
    .join('');
};

/** What a decoder makes of its input or its file. */
export function decoding(call: Call, flag: RegExp, encoding: 'base64' | 'hex'): string {
  const text = call.input?.() ?? cat({ ...call, args: operands(call.args) });
  if (!isKnown(text)) return text.includes(fromNetwork) ? fromNetwork : unknown;
  if (!call.args.some((option) => flag.test(option))) return unknown;
  return plainText(Buffer.from(text.replaceAll(/\s/g, ''), encoding).toString('utf8'));
}

const letters: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001B',
  E: '\u001B',
  '\\': '\\',
};

/** Escapes of `echo -e` and `printf`, read as Bash reads them. */
export function unescape(text: string): string {
  const plain = text
    // What follows is not printed.
    .replace(/\\c[\s\S]*$/, '')
    .replaceAll(
      /\\(?:x([\da-f]{1,2})|[uU]([\da-f]{1,8})|(0?[0-7]{1,3})|([ntrabfveE\\]))/gi,
      (whole, hex?: string, unicode?: string, octal?: string, letter?: string) => {
        if (letter !== undefined) return letters[letter] ?? whole;
        const code = octal === undefined ? parseInt(hex ?? unicode ?? '', 16) : parseInt(octal, 8);
        return code <= 0x10ffff ? String.fromCodePoint(code) : '';
      },
    );
  return plainText(plain);
}

/** `printf`; a directive that is not read exactly makes the whole unknown. */
export function format(pattern: string, given: readonly string[]): string {
  const values = [...given];
  let output = '';
  let exact = true;
  do {
    const before = values.length;
    output += pattern.replaceAll(
      /%(%|([-#0 +']*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z(]))/g,
      (_, whole: string, flags?: string, width?: string, precision?: string, what?: string) => {
        if (whole === '%') return '%';
        const value = values.shift() ?? '';
        if (flags || width || precision === '*') exact = false;
        if (what === 's' && precision !== undefined) return value.slice(0, Number(precision));
        if (what === 's') return value;
        if (what === 'b') return unescape(value);
        if (what === 'c') return value.slice(0, 1);
        if (what === 'q') return /^[\w./-]+$/.test(value) ? value : unknown;
        if (what === 'd' && /^\d+$/.test(value)) return value;
        exact = false;
        return value;
      },
    );
    if (values.length === before) break;
  } while (values.length > 0);
  return exact ? output : unknown;
}

/** `tr`, where it is read exactly. */
export function translate(args: readonly string[], text: string): string {
  const [from = '', to = ''] = operands(args).map(characters);
  if (args.some((flag) => /^-\w*[cCst]/.test(flag) || flag.startsWith('--'))) return unknown;
  if (args.includes('-d')) {
    return Array.from(text)
      .filter((char) => !from.includes(char))
      .join('');
  }
  if (to === '') return text;
  return Array.from(text)
    .map((char) => {
      const at = from.indexOf(char);
      return at < 0 ? char : (to[Math.min(at, to.length - 1)] ?? char);
    })
    .join('');
}

function characters(set: string): string {
  return unescape(set)
    .replaceAll('[:upper:]', 'A-Z')
    .replaceAll('[:lower:]', 'a-z')
    .replaceAll('[:digit:]', '0-9')
    .replaceAll('[:alpha:]', 'A-Za-z')
    .replaceAll('[:space:]', ' \t\n')
    .replaceAll(/(.)-(.)/g, (_, first: string, last: string) => {
      const [low, high] = [first.charCodeAt(0), last.charCodeAt(0)];
      if (high < low || high - low > 255) return first + last;
      return String.fromCharCode(...Array.from({ length: high - low + 1 }, (__, at) => low + at));
    });
}

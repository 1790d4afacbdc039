import path from 'node:path';
import { operands, optionValues } from './options.ts';
import type { Call } from './follower.ts';
import { freshFile, fromNetwork, isKnown, ownProcess, unknown } from '../text.ts';

type Printer = (call: Call) => string;

/** What a program prints, as far as it can be known from its arguments and its input. */
export function outputOf(call: Call): string {
  const printer = printers[call.name];
  if (printer) return printer(call);
  const input = call.input?.() ?? '';
  return input.includes(fromNetwork) ? fromNetwork : unknown;
}

/** The programs that hand on their input, or a part of it. */
const pass: Printer = ({ input }) => input?.() ?? unknown;

const fetch: Printer = ({ args, name, follower }) => {
  const address = args.find((word) => /:\/\/|^[\w-]+(\.[\w-]+)+/.test(word)) ?? name;
  follower.scope.fetched = address;
  return fromNetwork;
};

/** Names of files below these folders. */
function listing(folders: readonly string[], complete = false): string {
  return (folders.length > 0 ? folders : ['.'])
    .map((folder) => (complete ? `${folder}\n` : `${folder.replace(/\/$/, '')}/${unknown}\n`))
    .join('');
}

const user: Printer = ({ follower }) => follower.scope.values('USER')?.at(-1) ?? unknown;

/** A word that cannot lead anywhere: a date, a number, a name. */
const word: Printer = ({ args, name }) =>
  args
    .find((text) => text.startsWith('+'))
    ?.slice(1)
    .replaceAll(/%\w/g, '0') ?? `${name}${unknown}`;

const printers: Record<string, Printer> = {
  echo: ({ args }) => {
    const flags = args.findIndex((text) => !/^-[neE]+$/.test(text));
    const text = args.slice(flags < 0 ? args.length : flags).join(' ');
    const decoded = unescape(text);
    // Whether a plain echo reads escapes differs from shell to shell: both are followed.
    const both = decoded !== text && !args.slice(0, flags).some((flag) => flag.includes('e'));
    return both ? `${text}\n${decoded}\n` : `${decoded}\n`;
  },
  printf: ({ args }) => {
    const values = args[0] === '-v' ? args.slice(2) : args.filter((text) => text !== '--');
    return format(unescape(values[0] ?? ''), values.slice(1));
  },
  cat: ({ args, input, follower }) => {
    const files = operands(args).filter((file) => file !== '-');
    if (files.length === 0) return input?.() ?? unknown;
    return files
      .flatMap((file) => follower.resolve(file))
      .map((file) => follower.content(file) ?? unknown)
      .join('');
  },
  base64: (call) => decoding(call, /^(-[dD]|--decode)$/, 'base64'),
  basenc: (call) => decoding(call, /^(-d|--decode)$/, 'base64'),
  openssl: (call) =>
    call.args.some((text) => /^-?(base64|-a)$/.test(text))
      ? decoding(call, /^-d$/, 'base64')
      : pass(call),
  xxd: (call) => decoding(call, /^-(r|p?r|rp)/, 'hex'),
  rev: ({ input }) =>
    (input?.() ?? unknown)
      .split('\n')
      .map((line) => Array.from(line).toReversed().join(''))
      .join('\n'),
  tr: ({ args, input }) => translate(args, input?.() ?? unknown),
  tee: pass,
  tac: pass,
  sort: pass,
  uniq: pass,
  head: pass,
  tail: pass,
  pwd: ({ follower }) => follower.scope.cwds.at(-1) ?? unknown,
  which: ({ args }) => operands(args).join('\n'),
  basename: ({ args }) => {
    const [file = ''] = operands(args);
    return isKnown(file) ? path.basename(file) : `file${unknown}`;
  },
  dirname: ({ args }) => path.dirname(operands(args)[0] ?? ''),
  realpath: ({ args, follower }) =>
    operands(args)
      .flatMap((file) => follower.resolve(file))
      .join('\n'),
  readlink: ({ args, follower }) =>
    operands(args)
      .flatMap((file) => follower.resolve(file))
      .join('\n'),
  mktemp: ({ args }) => {
    const inside = optionValues(args, 'p', ['tmpdir'])[0];
    return inside ? `${inside}/${unknown}` : freshFile;
  },
  jobs: () => ownProcess,
  date: word,
  seq: word,
  whoami: user,
  logname: user,
  id: (call) => (call.args.some((text) => /^-\w*u/.test(text)) ? user(call) : unknown),
  uname: word,
  nproc: word,
  hostname: word,
  wc: word,
  true: () => '',
  false: () => '',
  ':': () => '',
  ls: () => `./${unknown}\n`,
  fd: () => `./${unknown}\n`,
  rg: () => `./${unknown}\n`,
  grep: ({ args, input }) =>
    args.some((text) => /^-\w*[lL]|^--files/.test(text))
      ? `./${unknown}\n`
      : (input?.() ?? unknown),
  git: ({ args }) => (args[0] === 'ls-files' || args[0] === 'diff' ? `./${unknown}\n` : unknown),
  find: ({ args }) => {
    const end = args.findIndex((text) => /^[-(!]/.test(text));
    const roots = end < 0 ? args : args.slice(0, end);
    const all = filters(args).length === 0 ? roots.map((root) => `${root}\n`).join('') : '';
    // Where the name is known, so is what it can be.
    const name = args[args.findIndex((text) => /^-i?name$/.test(text)) + 1];
    const named = args.some((text) => /^-i?name$/.test(text)) && name !== undefined;
    return all + listing(named ? roots.map((root) => `${root}/${unknown}/${name}`) : roots, named);
  },
  curl: fetch,
  wget: fetch,
  aria2c: fetch,
  http: fetch,
  https: fetch,
  xh: fetch,
  lynx: fetch,
  w3m: fetch,
  nc: fetch,
  ncat: fetch,
  socat: fetch,
  dig: fetch,
  ssh: fetch,
  'Invoke-WebRequest': fetch,
};

/** The tests of a `find` that leave out some of what lies there. */
export function filters(args: readonly string[]): string[] {
  return args.filter((text, index) => {
    if (
      !/^-(i?name|i?path|i?regex|size|mtime|mmin|ctime|atime|newer\w*|empty|user|perm)$/.test(text)
    ) {
      return false;
    }
    return !/^\*+$/.test(args[index + 1] ?? '');
  });
}

function decoding(call: Call, flag: RegExp, encoding: 'base64' | 'hex'): string {
  const text = call.input?.() ?? printers['cat']!({ ...call, args: operands(call.args) });
  if (!isKnown(text)) return text.includes(fromNetwork) ? fromNetwork : unknown;
  if (!call.args.some((word_) => flag.test(word_))) return unknown;
  return Buffer.from(text.replaceAll(/\s/g, ''), encoding).toString('utf8');
}

const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  e: '\u001B',
  '\\': '\\',
};

function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-f]{1,2})|u([\da-f]{1,4})|(0?[0-7]{1,3})|([ntrae\\]))/gi,
    (_, hex?: string, unicode?: string, octal?: string, letter?: string) => {
      if (letter !== undefined) return escapes[letter.toLowerCase()] ?? letter;
      const code = octal === undefined ? parseInt(hex ?? unicode ?? '', 16) : parseInt(octal, 8);
      return String.fromCodePoint(code);
    },
  );
}

function format(pattern: string, values: readonly string[]): string {
  const rest = [...values];
  let output = '';
  do {
    const before = rest.length;
    output += pattern.replaceAll(/%(%|[-#0 +']*\d*(?:\.\d+)?([a-zA-Z]))/g, (_, what: string) => {
      if (what === '%') return '%';
      const value = rest.shift() ?? '';
      return what.endsWith('b') ? unescape(value) : value;
    });
    if (rest.length === before) break;
  } while (rest.length > 0);
  return output;
}

function translate(args: readonly string[], text: string): string {
  const [from = '', to = ''] = operands(args).map(characters);
  if (args.some((flag) => /^-\w*[dc]/.test(flag))) {
    return args.includes('-d')
      ? Array.from(text)
          .filter((char) => !from.includes(char))
          .join('')
      : text;
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
    .replaceAll('[:space:]', ' \t\n')
    .replaceAll(/(.)-(.)/g, (_, first: string, last: string) => {
      const [low, high] = [first.charCodeAt(0), last.charCodeAt(0)];
      if (high < low || high - low > 255) return first + last;
      return String.fromCharCode(...Array.from({ length: high - low + 1 }, (__, at) => low + at));
    });
}

import type { SimpleCommand } from '../shell/programs/follower.ts';
import { afterOptions, hasOption, operands, optionValues } from '../shell/programs/options.ts';

/** Operands a command writes to. */
type Writer = (args: readonly string[]) => string[];

const all: Writer = (args) => operands(args);
const last: Writer = (args) => {
  const into = optionValues(args, 't', ['target-directory']);
  const words = operands(args, { valued: 'tSmgo', long: ['target-directory', 'suffix', 'mode'] });
  return into.length > 0 ? into : words.slice(-1);
};
const afterFirst: Writer = (args) => afterOptions(args).slice(1);
const output =
  (letters: string, long: readonly string[] = []): Writer =>
  (args) =>
    optionValues(args, letters, long);
const inPlace =
  (option: RegExp): Writer =>
  (args) =>
    args.some((word) => option.test(word)) ? operands(args, { valued: 'efI' }) : [];
const remote = (word: string): boolean => /^[\w.@-]+:(?!\\)/.test(word);

/** One row per program; programs that are not here write nothing we can name. */
const writers: Record<string, Writer> = {
  tee: all,
  sponge: all,
  touch: (args) => operands(args, { valued: 'dtr', long: ['date', 'reference', 'time'] }),
  mkdir: (args) => operands(args, { valued: 'm', long: ['mode'] }),
  rm: all,
  rmdir: all,
  unlink: all,
  shred: (args) => operands(args, { valued: 'ns' }),
  truncate: (args) => operands(args, { valued: 'sr', long: ['size', 'reference'] }),
  fallocate: (args) => operands(args, { valued: 'lo' }),
  mkfifo: all,
  mknod: (args) => operands(args).slice(0, 1),
  chmod: afterFirst,
  chown: afterFirst,
  chgrp: afterFirst,
  chattr: afterFirst,
  mv: (args) => [
    ...operands(args, { valued: 'tS' }),
    ...optionValues(args, 't', ['target-directory']),
  ],
  cp: last,
  install: last,
  ln: (args) => (operands(args, { valued: 'tS' }).length > 1 ? last(args) : []),
  rsync: (args) =>
    operands(args, { valued: 'e' })
      .slice(-1)
      .filter((word) => !remote(word)),
  scp: (args) =>
    operands(args, { valued: 'cDFiJloPS' })
      .slice(-1)
      .filter((word) => !remote(word)),
  dd: (args) => args.filter((word) => word.startsWith('of=')).map((word) => word.slice(3)),
  sed: (args) => [
    ...(args.some((word) => /^-\w*i|^--in-place/.test(word))
      ? operands(args, { valued: 'ef', long: ['expression', 'file'] }).slice(
          args.some((word) => /^(-[ef]|--expression)/.test(word)) ? 0 : 1,
        )
      : []),
    ...args.flatMap((word) => /(?:^|[;\d$}/gpI])\s*w\s+(\S+)/.exec(word)?.[1] ?? []),
  ],
  perl: inPlace(/^-\w*i/),
  ruby: inPlace(/^-\w*i/),
  curl: (args) => [
    ...optionValues(args, 'oDc', ['output', 'output-dir', 'dump-header', 'cookie-jar', 'trace']),
  ],
  wget: output('OPoa', ['output-document', 'directory-prefix', 'output-file', 'append-output']),
  aria2c: output('d', ['dir']),
  tar: (args) => {
    const line = args[0]?.startsWith('-') ? args : [`-${args[0] ?? ''}`, ...args.slice(1)];
    const extracts = hasOption(line, 'x', ['extract', 'get']);
    const into = optionValues(line, 'C', ['directory']);
    return extracts ? into : optionValues(line, 'f', ['file']);
  },
  unzip: output('d'),
  '7z': output('o'),
  zip: (args) => operands(args).slice(0, 1),
  patch: (args) => [...optionValues(args, 'do', ['directory', 'output'])],
  sort: output('o', ['output']),
  split: (args) => operands(args, { valued: 'abCln' }).slice(1),
  gcc: output('o'),
  'g++': output('o'),
  cc: output('o'),
  clang: output('o'),
  go: output('o'),
  rustc: output('o', ['out-dir']),
  openssl: (args) => args.filter((_, index) => args[index - 1] === '-out'),
  'ssh-keygen': output('f'),
  gpg: output('o', ['output']),
  git: (args) => {
    const at = args.findIndex((word) => word === 'clone' || word === 'init');
    const own =
      at < 0 ? [] : operands(args.slice(at + 1), { valued: 'bojc', long: ['branch', 'depth'] });
    const target = args[at] === 'clone' ? own.slice(1) : own;
    return args.includes('worktree') && args.includes('add')
      ? operands(args.slice(args.indexOf('add') + 1), { valued: 'bB' }).slice(0, 1)
      : target;
  },
  npm: output('', ['prefix']),
  pip: output('t', ['target', 'prefix', 'root']),
  pip3: output('t', ['target', 'prefix', 'root']),
  virtualenv: all,
  venv: all,
  ffmpeg: (args) => operands(args, { valued: 'i' }).slice(-1),
  make: output('C', ['directory']),
  mktemp: (args) => optionValues(args, 'p', ['tmpdir']),
};

/** Programs whose words are no files at all, or are only looked at for being there. */
const wordsOnly =
  /^(echo|printf|test|\[|\[\[|true|false|:|cd|pushd|export|unset|alias|declare|local|readonly|=|kill|which|type|command|basename|dirname|sleep|seq|date|expr|let|set|trap|eval|exec|return|exit|man|help|read)$/;

/** Programs whose first operand is a pattern or a program text. */
const patternFirst = /^(grep|egrep|fgrep|zgrep|rg|ag|ack|sed|awk|gawk|mawk|perl|jq|yq)$/;

/** Programs whose queries may read files, named in quotes. */
const queries = /^(sqlite3|duckdb|psql|mysql|mariadb)$/;

/** Programs that, given a folder, read all that is in it. */
function readsRecursively({ name, args }: SimpleCommand): boolean {
  return (
    /^(tar|zip|rsync|7z|rg|ag|ack|restic|borg|rclone)$/.test(name) ||
    (/^(cp|scp|grep|egrep|fgrep)$/.test(name) && hasOption(args, 'rRa', ['recursive', 'archive']))
  );
}

export interface FileAccess {
  reads: string[];
  writes: string[];
  /** Folders of which everything is read. */
  readsAllOf: string[];
}

/** Which of a command's words are paths it reads or writes. */
export function fileAccess(command: SimpleCommand): FileAccess {
  const { name, args } = command;
  const writes = Object.hasOwn(writers, name) ? writers[name]!(args) : [];
  if (wordsOnly.test(name)) return { reads: [], writes, readsAllOf: [] };
  const written = new Set(writes);
  let reads = args.filter((word) => !written.has(word)).flatMap(pathsIn);
  if (patternFirst.test(name) && !hasOption(args, 'ef', ['regexp', 'file', 'expression'])) {
    const [pattern] = operands(args, { valued: 'ABCmgtjd' });
    reads = reads.filter((word) => word !== pattern);
  }
  if (queries.test(name)) {
    reads = [
      ...reads,
      ...args.flatMap((word) => word.match(/(?<=['"])[^'"]*\/[^'"]*(?=['"])/g) ?? []),
    ];
  }
  if (name === 'find' || name === 'fd') {
    reads = args.some((word) => word.startsWith('-exec'))
      ? reads
      : reads.filter((word, at) => at === 0 && !word.startsWith('-'));
  }
  if (name === 'git' && /^(commit|log|tag|grep|config|check-ignore|rm)$/.test(args[0] ?? '')) {
    reads = [];
  }
  return { reads, writes, readsAllOf: readsRecursively(command) ? operands(args) : [] };
}

/** The path in a word: `@file` and `name=@file` of curl, `if=file`, `--option=file`, `-Ifile`. */
function pathsIn(word: string): string[] {
  const value = /^-{0,2}[\w-]+=@?(.+)$/.exec(word)?.[1];
  if (value !== undefined) return [value.split(';')[0]!];
  if (word.startsWith('-')) return /^-\w(?=[~./])(.+)$/.exec(word)?.slice(1) ?? [];
  const plain = word.replace(/^@/, '');
  return /^[\w+.-]+:\/\//.test(plain)
    ? plain.startsWith('file://')
      ? [plain.slice(7)]
      : []
    : [plain];
}

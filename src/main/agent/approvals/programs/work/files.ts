import { freshFile, unknown } from '../../shell/words/text.ts';
import { isPattern } from '../../shell/words/globs.ts';
import { all, named, none } from '../row/kit.ts';
import { hasOption, operands, optionValues } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';
import { copied, copying, transfer } from '../row/transfer.ts';
import { find } from '../row/finding.ts';

const targetOf = (args: readonly string[]): string[] => {
  const { target } = copied(args);
  return target === undefined ? [] : [target];
};

const recursive = (args: readonly string[]): boolean => hasOption(args, 'rR', ['recursive']);

/** A pattern that leaves nothing, or nothing visible, behind. */
const everything = (word: string): boolean =>
  /(^|\/)(\*|\.?\*\*?|\*\.\*|\?\*|\uE000)$/.test(word) || word.includes('**');

/** `rm`: folders with all they hold, or all files of a folder. */
function deleted(args: readonly string[]): string[] {
  const words = operands(args);
  if (recursive(args)) return words;
  return words.filter(everything);
}

/** Programs that copy, move, link, remove or change files. */
export const files = rows(
  find,
  { names: ['rm', 'grm', 'del', 'erase'], writes: all, deletes: deleted, reads: none },
  {
    names: named('rimraf srm wipe trash trash-put gtrash rmtrash del-cli trash-cli deltree'),
    writes: all,
    deletes: all,
    reads: none,
  },
  {
    names: ['gio', 'gvfs-trash', 'kioclient', 'kioclient5'],
    deletes: (args) =>
      /^(trash|remove|move|rename)$/.test(args[0] ?? '') ? operands(args.slice(1)) : [],
    writes: (args) =>
      /^(copy|move|save|trash|remove|mkdir|rename)$/.test(args[0] ?? '')
        ? operands(args.slice(1)).slice(-1)
        : [],
  },
  {
    names: ['shred', 'scrub', 'nwipe'],
    writes: (args) =>
      operands(args, { valued: 'ns', long: ['iterations', 'size', 'random-source'] }),
    deletes: (args) =>
      operands(args, { valued: 'ns', long: ['iterations', 'size', 'random-source'] }),
    reads: none,
  },
  { names: ['rmdir', 'unlink'], writes: all, reads: none, moves: none },
  {
    names: ['mv', 'gmv', 'move'],
    writes: (args) => [...copied(args).sources, ...targetOf(args)],
    moves: (args) => copied(args).sources,
    follows: (call) => transfer(call, 'copy'),
    reads: none,
  },
  {
    names: ['cp', 'gcp', 'copy', 'xcopy'],
    writes: targetOf,
    readsAll: (args) =>
      hasOption(args, 'rRa', ['recursive', 'archive']) ? copied(args).sources : [],
    empties: (args) => (copied(args).sources.includes('/dev/null') ? targetOf(args) : []),
    follows: (call) =>
      transfer(call, hasOption(call.args, 'ls', ['link', 'symbolic-link']) ? 'link' : 'copy'),
  },
  {
    names: ['install', 'ginstall'],
    writes: (args) =>
      hasOption(args, 'd', ['directory']) ? operands(args, copying) : targetOf(args),
    follows: (call) => transfer(call, 'copy'),
  },
  {
    names: ['ln', 'gln', 'link', 'mklink'],
    // Through a hard link the file itself is written, wherever it lies.
    writes: (args) => [
      ...(operands(args, copying).length > 1 ? targetOf(args) : []),
      ...(hasOption(args, 's', ['symbolic']) ? [] : copied(args).sources),
    ],
    reads: (args) => copied(args).sources,
    looksOnly: true,
    follows: (call) => transfer(call, 'link'),
  },
  { names: named('rename mmv prename file-rename vidir qmv'), reads: none },
  {
    names: ['touch', 'gtouch'],
    writes: (args) => operands(args, { valued: 'dtr', long: ['date', 'reference', 'time'] }),
    reads: none,
  },
  {
    names: ['mkdir', 'gmkdir', 'md'],
    writes: (args) => operands(args, { valued: 'm', long: ['mode'] }),
    reads: none,
  },
  { names: ['mkfifo'], writes: (args) => operands(args, { valued: 'm' }), reads: none },
  {
    names: ['mknod'],
    writes: (args) => operands(args, { valued: 'm' }).slice(0, 1),
    reads: none,
    risks: [['system', (args) => /^[bcu]$/.test(operands(args, { valued: 'm' })[1] ?? '')]],
  },
  {
    names: ['truncate', 'gtruncate'],
    writes: (args) => operands(args, { valued: 'sr', long: ['size', 'reference'] }),
    empties: (args) =>
      optionValues(args, 's', ['size']).some((size) => /^[^+]*0+\D*$|^[-<%/]/.test(size))
        ? operands(args, { valued: 'sr', long: ['size', 'reference'] })
        : [],
    reads: none,
  },
  {
    names: ['fallocate'],
    writes: (args) => operands(args, { valued: 'lo' }),
    empties: (args) =>
      hasOption(args, 'pcz', ['punch-hole', 'collapse-range', 'zero-range'])
        ? operands(args, { valued: 'lo' })
        : [],
    reads: none,
  },
  {
    names: named('chmod chown chgrp chattr chflags chcon restorecon setfacl'),
    valued: 'mx',
    long: ['modify', 'remove', 'set', 'reference', 'from'],
    reads: none,
    writes: (args) => (ownedBy(args).length > 0 ? ownedBy(args) : operands(args)),
    changesAll: (args) => (hasOption(args, 'R', ['recursive']) ? ownedBy(args) : []),
    risks: [
      ['setuid', (args) => args.some((word) => /^([ugoa]*\+[rwx]*s|0?[2467]\d{3})/.test(word))],
    ],
  },
  {
    names: ['setcap', 'setxattr', 'attr', 'xattr', 'setfattr'],
    writes: all,
    reads: none,
    risks: [['setuid', (_, { call }) => call.name === 'setcap']],
  },
  {
    names: ['tee', 'sponge', 'gtee'],
    writes: all,
    reads: none,
    follows: ({ args, input, follower }) => {
      const text = input?.() ?? unknown;
      for (const file of operands(args).flatMap((word) => follower.resolve(word))) {
        follower.files.write(file, text);
      }
      return text;
    },
  },
  {
    names: ['dd', 'gdd', 'dcfldd', 'dc3dd'],
    reads: (args) => withPrefix(args, 'if='),
    writes: (args) => withPrefix(args, 'of='),
    empties: (args) =>
      /^\/dev\/(null|zero)$/.test(withPrefix(args, 'if=')[0] ?? '') &&
      !args.some((word) => /^(seek|conv=.*notrunc)/.test(word))
        ? withPrefix(args, 'of=')
        : [],
    follows: ({ args, input, follower }) => {
      const [from] = withPrefix(args, 'if=');
      for (const to of withPrefix(args, 'of=').flatMap((word) => follower.resolve(word))) {
        if (from === undefined) follower.files.write(to, input?.() ?? unknown);
        else for (const source of follower.resolve(from)) follower.files.copy(source, to);
      }
    },
    prints: ({ args, input, follower }) => {
      const [from] = withPrefix(args, 'if=');
      if (from === undefined) return input?.() ?? unknown;
      return follower
        .resolve(from)
        .map((file) => follower.content(file) ?? unknown)
        .join('');
    },
  },
  {
    names: ['ddrescue', 'pv', 'partclone', 'dd_rescue'],
    writes: (args) => [...operands(args).slice(1), ...optionValues(args, 'oO', ['output'])],
  },
  {
    names: ['rsync', 'rclone-copy', 'unison', 'csync2'],
    valued: 'efTBM',
    long: named('rsh exclude include filter files-from password-file rsync-path backup-dir'),
    shellCode: { letters: 'e', long: ['rsh', 'rsync-path'] },
    writes: (args) =>
      rsynced(args)
        .slice(-1)
        .filter((word) => !isRemote(word)),
    readsAll: (args) =>
      rsynced(args)
        .slice(0, -1)
        .filter((word) => !isRemote(word)),
    deletes: (args) =>
      args.some((word) => /^--(del|remove-source)/.test(word))
        ? args.some((word) => word.startsWith('--remove-s'))
          ? rsynced(args).slice(0, -1)
          : rsynced(args).slice(-1)
        : [],
    sends: true,
    risks: [
      [
        'remote-delete',
        (args) =>
          args.some((word) => word.startsWith('--del')) && isRemote(rsynced(args).at(-1) ?? ''),
      ],
    ],
  },
  {
    names: ['cpio', 'pax'],
    writes: (args) => optionValues(args, 'DOF', ['directory', 'file']),
    // It packs the files that its input names.
    follows: ({ input, follower }) => {
      const names = (input?.() ?? '').split(/[\n\0]/).filter((name) => name !== '');
      if (names.length > 0) follower.invoke(['cat', ...names.slice(0, 256)], undefined, true);
    },
    // What it unpacks goes where the archive says, above the folder and by absolute names too.
    risks: [
      [
        'undecided',
        (args) =>
          (hasOption(args, 'i', ['extract']) || hasOption(args, 'r')) &&
          !hasOption(args, 't', ['list', 'no-absolute-filenames', 'to-stdout']),
      ],
    ],
  },
  {
    names: ['ditto', 'robocopy', 'mirrordir'],
    writes: (args) => operands(args).slice(-1),
    readsAll: (args) => operands(args).slice(0, -1),
    deletes: (args) =>
      args.some((word) => /^\/(mir|purge)$/i.test(word)) ? operands(args).slice(1, 2) : [],
  },
  {
    names: ['realpath', 'readlink', 'greadlink', 'grealpath'],
    looksOnly: true,
    prints: ({ args, follower }) =>
      operands(args)
        .flatMap((file) => follower.resolve(file))
        .join('\n'),
  },
  {
    names: ['mktemp', 'tempfile'],
    writes: (args) => optionValues(args, 'p', ['tmpdir']),
    reads: none,
    prints: ({ args }) => {
      const [inside] = optionValues(args, 'p', ['tmpdir']);
      const [pattern] = operands(args, { valued: 'ps', long: ['tmpdir', 'suffix'] });
      if (inside !== undefined && !/^\/(var\/)?tmp\b/.test(inside)) return `${inside}/${unknown}`;
      return pattern?.includes('/') && !/^\/(var\/)?tmp\//.test(pattern)
        ? pattern.replace(/X{3,}.*$/, unknown)
        : freshFile;
    },
  },
  {
    names: named('ls dir vdir exa eza lsd tree ll'),
    looksOnly: true,
    prints: listed,
  },
  {
    names: named(`
      stat gstat du df file lsof namei getfacl lsattr md5sum sha1sum sha256sum sha512sum
      cksum b2sum md5 shasum ncdu dust findmnt mountpoint pathchk
    `),
    looksOnly: true,
  },
  { names: ['wc', 'gwc'], looksOnly: true, prints: () => `0${unknown}` },
  {
    names: ['fd', 'fdfind', 'locate', 'mlocate', 'plocate'],
    looksOnly: true,
    prints: () => `./${unknown}\n`,
    valued: 'eEdtSgj',
    long: ['extension', 'exclude', 'max-depth', 'type', 'glob'],
    deletes: (args) =>
      args.some(
        (word, at) =>
          /^-[xX]$|^--exec/.test(word) && /^(rm|unlink|shred)$/.test(args[at + 1] ?? ''),
      )
        ? searchedByFd(args)
        : [],
    follows: ({ args, follower }) => {
      const at = args.findIndex((word) => /^(-[xX]|--exec(-batch)?)$/.test(word));
      if (at >= 0)
        follower.invoke(
          args.slice(at + 1).map((word) => word.replaceAll(/\{[/.]*\}/g, `./${unknown}`)),
          undefined,
          true,
        );
    },
  },
);

/** The folders that `fd` looks through: what comes after the pattern, before what it runs. */
function searchedByFd(args: readonly string[]): string[] {
  const end = args.findIndex((word) => /^(-[xX]|--exec(-batch)?)$/.test(word));
  const [, ...folders] = operands(args.slice(0, end), { valued: 'eEdtSgj' });
  return folders.length > 0 ? folders : ['.'];
}

/** Names of files: those that a pattern stands for, or what lies in a folder. */
function listed({ args }: Call): string {
  const patterns = operands(args, { valued: 'IwT' }).filter(isPattern);
  return patterns.length > 0
    ? patterns.map((pattern) => `${pattern}\n`).join('')
    : `./${unknown}\n`;
}

/** Words that are given owners or permissions: all but the first. */
function ownedBy(args: readonly string[]): string[] {
  const spec = { valued: 'mx', long: ['modify', 'remove', 'set', 'reference', 'from'] };
  const given = args.some((word) => /^(-[mxb]|--(reference|modify|remove|set)\b)/.test(word));
  const words = operands(args, spec);
  return given ? words : afterFirst(args, words);
}

function afterFirst(args: readonly string[], words: string[]): string[] {
  // `chmod -x file`: the mode looks like an option.
  const mode = args.find((word) => /^-[rwxXst]+$/.test(word) && !/^-R$/.test(word));
  return mode && !words.some((word) => /^([ugoa]*[-+=]|\d{3,4}$)/.test(word))
    ? words
    : words.slice(1);
}

function withPrefix(args: readonly string[], prefix: string): string[] {
  return args.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length));
}

function rsynced(args: readonly string[]): string[] {
  return operands(args, {
    valued: 'efTBM',
    long: named('rsh exclude include filter files-from password-file rsync-path backup-dir'),
  });
}

function isRemote(word: string): boolean {
  return /^[\w.@-]+:(?!\\)|^\w+:\/\//.test(word);
}

import { hasOption, operands, optionValues } from '../row/options.ts';
import { rows } from '../row/program.ts';
import { named, values } from '../row/kit.ts';

/** The words of tar, also where the letters of its options stand without a dash. */
function tarWords(args: readonly string[]): string[] {
  const [first = '', ...rest] = args;
  if (first === '' || first.startsWith('-') || first.includes('=') || !/^[A-Za-z]+$/.test(first))
    return [...args];
  // Each letter that takes a value takes the next word, in turn.
  const values_ = Array.from(first).filter((letter) => 'fCTXIbgK'.includes(letter));
  const own = values_.flatMap((letter, at) =>
    rest[at] === undefined ? [] : [`-${letter}`, rest[at]],
  );
  return [
    `-${Array.from(first)
      .filter((letter) => !'fCTXIbgK'.includes(letter))
      .join('')}`,
    ...own,
    ...rest.slice(values_.length),
  ];
}

const tarOptions = {
  valued: 'fCTXIbgKHLNV',
  long: named(`
    file directory files-from exclude exclude-from use-compress-program transform
    owner group mode mtime strip-components checkpoint-action to-command index-file
    format listed-incremental
  `),
};

/** Programs that pack and unpack. */
export const archives = rows(
  {
    names: ['tar', 'gtar', 'bsdtar', 'star'],
    shellCode: {
      letters: 'IF',
      long: [
        'to-command',
        'use-compress-program',
        'info-script',
        'new-volume-script',
        'rsh-command',
        'rmt-command',
      ],
    },
    follows: ({ args, follower }) => {
      for (const action of optionValues(args, '', ['checkpoint-action']))
        follower.follow(action.replace(/^exec=/, ''), { child: true });
    },
    reads: (args) => optionValues(tarWords(args), 'TXf', ['files-from', 'file']),
    writes: (args) => {
      const words = tarWords(args);
      if (hasOption(words, 't', ['list'])) return [];
      const extracts = hasOption(words, 'x', ['extract', 'get']);
      const into = optionValues(words, 'C', ['directory']);
      // With absolute names it writes wherever the archive says.
      if (extracts && hasOption(words, 'P', ['absolute-names', 'absolute-paths']))
        return [...into, '/'];
      return extracts
        ? into
        : optionValues(words, 'f', ['file']).filter(
            (file) => file !== '-' && !/^[\w.@-]+:/.test(file),
          );
    },
    readsAll: (args) => {
      const words = tarWords(args);
      if (hasOption(words, 'xt', ['extract', 'get', 'list'])) return [];
      const excluded = words.some((word) => /^--exclude=?.*(hermes|config|\.\*)/.test(word));
      if (excluded) return [];
      const own = operands(words, tarOptions);
      const folders = optionValues(words, 'C', ['directory']);
      return folders.length === 0
        ? own
        : folders.flatMap((folder) =>
            own.map((word) => (/^[/~]/.test(word) ? word : `${folder}/${word}`)),
          );
    },
    deletes: (args) =>
      args.some((word) => word.startsWith('--remove-f'))
        ? operands(tarWords(args), tarOptions)
        : [],
  },
  {
    names: ['zip', 'zipnote'],
    shellCode: { long: ['unzip-command'] },
    follows: ({ args, follower }) => {
      args.forEach((word, at) => {
        if (/^-TT|^--unzip-command$/.test(word))
          follower.follow(args[at + 1] ?? '', { child: true });
      });
    },
    writes: (args) => operands(args, { valued: 'xibtn' }).slice(0, 1),
    readsAll: (args) => operands(args, { valued: 'xibtn' }).slice(1),
    deletes: (args) => (hasOption(args, 'm', ['move']) ? operands(args).slice(1) : []),
  },
  {
    names: ['unzip', 'funzip'],
    writes: (args) =>
      hasOption(args, 'lptZ') ? [] : [...values('d')(args), ...(args.includes('-:') ? ['/'] : [])],
    reads: (args) => operands(args, { valued: 'dxP' }).slice(0, 1),
  },
  {
    names: named(`
      7z 7za 7zr 7zz rar unrar unar lha arj jar ar cabextract unsquashfs mksquashfs
      genisoimage mkisofs xorriso
    `),
    writes: (args) => [
      ...args.flatMap((word) => /^-o(.+)$/.exec(word)?.slice(1) ?? []),
      ...values('d', 'dest')(args),
      ...(/^[amu]/.test(args[0] ?? '') ? operands(args).slice(1, 2) : []),
    ],
    readsAll: (args) => (/^(a|u|c|-?c\w*f?)/.test(args[0] ?? '') ? operands(args).slice(2) : []),
  },
  {
    names: named(`
      gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 lzma compress uncompress pigz
      pbzip2 brotli zcat bzcat xzcat zstdcat
    `),
    writes: (args) =>
      (hasOption(args, 'cltk', ['stdout', 'list', 'test', 'keep'])
        ? []
        : operands(args, { valued: 'SoT' })
      ).concat(values('o', 'output')(args)),
  },
  {
    names: ['zipfile', 'tarfile'],
    writes: (args) =>
      args[0] === '-e' || args[0] === '--extract'
        ? args.slice(2, 3)
        : args[0] === '-c' || args[0] === '--create'
          ? args.slice(1, 2)
          : [],
    readsAll: (args) => (args[0] === '-c' || args[0] === '--create' ? args.slice(2) : []),
  },
);

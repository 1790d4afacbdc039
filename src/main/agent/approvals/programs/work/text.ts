import { isKnown, unknown } from '../../shell/words/text.ts';
import { all, escapes, named, none, runIndices, values } from '../row/kit.ts';
import { hasOption, operands, optionValues } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';
import { cat, decoding, format, pass, sift, translate, unescape, word } from '../row/printing.ts';

/** Operands that are files, where the first operand is a pattern or a program. */
function filesAfterPattern(args: readonly string[]): string[] {
  const given = hasOption(args, 'ef', ['regexp', 'file', 'expression', 'from-file']);
  const words = operands(args, {
    valued: 'ABCmgtjdefD',
    long: named(`
    regexp file expression glob type include exclude exclude-dir after-context
    context max-count arg argjson slurpfile rawfile
  `),
  });
  return [
    ...words.slice(given ? 0 : 1),
    ...optionValues(args, 'f', ['file', 'from-file', 'slurpfile', 'rawfile']),
  ];
}

/** Whether a search leaves hidden files out, as ripgrep does unless told otherwise. */
const seesHidden = (args: readonly string[]): boolean =>
  hasOption(args, '.u', ['hidden', 'no-ignore', 'unrestricted']);

/** Programs that print, read and change text. */
export const text = rows(
  {
    names: ['echo', 'gecho'],
    reads: none,
    prints: ({ args }) => {
      const flags = args.findIndex((option) => !/^-[neE]+$/.test(option));
      const said = args.slice(flags < 0 ? args.length : flags).join(' ');
      const decoded = unescape(said);
      // Whether a plain echo reads escapes differs from shell to shell: both are followed.
      const both = decoded !== said && !args.slice(0, flags).some((flag) => flag.includes('e'));
      return both ? `${said}\n${decoded}\n` : `${decoded}\n`;
    },
  },
  {
    names: ['printf', 'gprintf'],
    reads: none,
    follows: ({ args, follower }) => {
      // `printf -v name format`: the text goes into a variable.
      if (args[0] !== '-v') return undefined;
      runIndices(args.slice(1, 2), follower);
      follower.assign(args[1] ?? '', format(unescape(args[2] ?? ''), args.slice(3)));
      return '';
    },
    prints: ({ args }) => {
      const given = args[0] === '--' ? args.slice(1) : args;
      return format(unescape(given[0] ?? ''), given.slice(1));
    },
  },
  {
    names: named('cat gcat bat batcat tac nl less more most pg view zless'),
    prints: (call) => (/^g?cat$/.test(call.name) ? cat(call) : unknown),
    follows: escapes(/^\+!(.+)/m),
  },
  { names: ['head', 'tail', 'ghead', 'gtail'], valued: 'nc', prints: sift },
  {
    names: ['uniq', 'guniq'],
    prints: sift,
    writes: (args) => operands(args, { valued: 'fsw' }).slice(1),
  },
  {
    names: ['sort', 'gsort', 'shuf'],
    shellCode: { long: ['compress-program'] },
    prints: sift,
    writes: values('o', 'output'),
  },
  {
    names: named(`
      cut paste join comm fold fmt pr column expand unexpand tsort look ul colrm nroff
      iconv recode dos2unix unix2dos strings hexdump hd od jless yq xq tomlq dasel gron fx
      miller mlr csvkit xsv qsv csvlook csvcut xmllint xmlstarlet pup htmlq diff colordiff
      sdiff diff3 cmp delta difft wdiff icdiff jsondiff glow mdcat pygmentize highlight
      ccze
    `),
    writes: values('o', 'output'),
  },
  { names: ['jq', 'gojq', 'jaq'], reads: filesAfterPattern },
  {
    names: ['rev'],
    prints: ({ input }) =>
      (input?.() ?? unknown)
        .split('\n')
        .map((line) => Array.from(line).toReversed().join(''))
        .join('\n'),
  },
  {
    names: ['tr', 'gtr'],
    reads: none,
    prints: ({ args, input }) => translate(args, input?.() ?? unknown),
  },
  {
    names: ['base64', 'gbase64', 'b64'],
    prints: (call) => decoding(call, /^(-\w*[dD]|--d)/, 'base64'),
  },
  {
    names: named('basenc base32 base58 uudecode uuencode ascii85'),
    prints: (call) =>
      call.args.includes('--base64')
        ? decoding(call, /^(-d|--decode)$/, 'base64')
        : call.args.includes('--base16')
          ? decoding(call, /^(-d|--decode)$/, 'hex')
          : unknown,
    writes: values('o'),
  },
  {
    names: ['xxd'],
    prints: (call) =>
      call.args.some((option) => /^-\w*p|^-plain|^-ps/.test(option))
        ? decoding(call, /^-\w*r|^-revert/, 'hex')
        : unknown,
    writes: (args) => operands(args, { valued: 'csloRgn' }).slice(1),
  },
  {
    names: named('grep egrep fgrep ggrep zgrep pcregrep pcre2grep ugrep ug'),
    reads: filesAfterPattern,
    readsAll: (args) =>
      hasOption(args, 'rR', ['recursive', 'dereference-recursive']) &&
      !args.some((option) => option.startsWith('--exclude-dir'))
        ? filesAfterPattern(args).length > 0
          ? filesAfterPattern(args)
          : ['.']
        : [],
    prints: searched,
  },
  {
    names: named('rg ag ack pt sift git-grep'),
    valued: 'gtTeABCmM',
    shellCode: { long: ['pre', 'pager'] },
    reads: filesAfterPattern,
    readsAll: (args) => (seesHidden(args) ? filesAfterPattern(args) : []),
    prints: () => `./${unknown}\n`,
  },
  {
    names: ['sed', 'gsed', 'ssed'],
    reads: (args) => [
      ...filesAfterPattern(args),
      ...scripts(args).flatMap((script) =>
        [...script.matchAll(/(?:^|[;{}\n\d$/])\s*[rR]\s+([^\n;}]+)/g)].map(([, file = '']) =>
          file.trim(),
        ),
      ),
    ],
    writes: (args) => [
      ...(args.some((option) => /^-[nErsuz]*i|^--in-place/.test(option))
        ? filesAfterPattern(args.map((option) => option.replace(/^-[nErsuz]*i.*$/, '-n')))
        : []),
      ...scripts(args).flatMap((script) =>
        [...script.matchAll(/(?:^|[;{}\n\d$/]|[/|,#][gpIMie\d]*)\s*w\s+([^\n;}]+)/g)].map(
          ([, file = '']) => file.trim(),
        ),
      ),
    ],
    follows: sedCode,
  },
  { names: ['ed-script'], reads: none },
  {
    names: ['patch', 'gpatch'],
    valued: 'diopBDFgrVxYz',
    writes: (args) => [
      ...optionValues(args, 'do', ['directory', 'output']),
      ...operands(args, { valued: 'diopBDFgrVxYz' }).slice(0, 1),
    ],
  },
  {
    names: ['split', 'gsplit'],
    valued: 'abCln',
    shellCode: { long: ['filter'] },
    writes: (args) => operands(args, { valued: 'abCln' }).slice(1),
  },
  { names: ['csplit', 'gcsplit'], valued: 'bfn', writes: values('f', 'prefix') },
  {
    names: named('man info apropos whatis tldr help2man'),
    reads: none,
    shellCode: { letters: 'PH', long: ['pager', 'html'] },
  },
  {
    names: ['date', 'gdate'],
    reads: values('rf', 'reference', 'file'),
    prints: ({ args }) =>
      args
        .find((option) => option.startsWith('+'))
        ?.slice(1)
        .replaceAll(/%[-_0^#]?\w/g, '0') ?? `date${unknown}`,
    risks: [['system', /^(-s|--set)/]],
  },
  { names: ['pwd'], reads: none, prints: ({ follower }) => follower.scope.cwds.at(-1) ?? unknown },
  {
    names: ['which', 'whereis', 'whence'],
    reads: none,
    prints: ({ args }) => all(args).join('\n'),
  },
  {
    names: ['basename', 'gbasename'],
    reads: none,
    prints: ({ args }) =>
      ((file) =>
        isKnown(file) ? (file.replace(/\/+$/, '').split('/').at(-1) ?? '') : `file${unknown}`)(
        all(args)[0] ?? '',
      ),
  },
  {
    names: ['dirname', 'gdirname'],
    reads: none,
    prints: ({ args }) =>
      ((file) => (file.includes('/') ? file.replace(/\/+[^/]*\/*$/, '') || '/' : '.'))(
        all(args)[0] ?? '',
      ),
  },
  {
    names: ['whoami', 'logname'],
    reads: none,
    prints: ({ follower }) => follower.scope.values('USER')?.at(-1) ?? unknown,
  },
  {
    names: ['id'],
    reads: none,
    prints: ({ args, follower }) =>
      args.some((option) => /^-\w*n/.test(option))
        ? (follower.scope.values('USER')?.at(-1) ?? unknown)
        : `0${unknown}`,
  },
  {
    names: named(`
      uname nproc tty hostid getconf locale tput stty seq jot factor numfmt expr yes cal
      ncal uptime free vmstat iostat mpstat w who users last groups printenv lscpu lsblk
      lsusb lspci lsmem uuidgen mcookie cowsay figlet toilet banner lolcat clear reset
      notify-send say espeak spd-say wall write logger zenity kdialog dialog whiptail
      xmessage osascript-say terminal-notifier pbcopy pbpaste xclip xsel wl-copy wl-paste
      fortune bc-l units qalc curl-config pkg-config
    `),
    reads: none,
    prints: word,
  },
  { names: ['envsubst'], prints: pass },
  { names: ['dircolors', 'lesspipe', 'direnv-hook'], prints: () => '' },
);

function searched({ args, input }: Call): string {
  if (args.some((option) => /^-\w*[lL]|^--files/.test(option))) return `./${unknown}\n`;
  const found = input?.() ?? unknown;
  return isKnown(found) ? unknown : found;
}

/** Scripts of sed, wherever they are given. */
function scripts(args: readonly string[]): string[] {
  const given = optionValues(args, 'e', ['expression']);
  return given.length > 0 ? given : operands(args).slice(0, 1);
}

/** GNU sed runs code by the command `e` and by the flag of the same name. */
function sedCode({ args, input, follower }: Call): string | undefined {
  const files = optionValues(args, 'f', ['file']).flatMap((file) => follower.resolve(file));
  for (const script of [...scripts(args), ...files.map((file) => follower.content(file) ?? '')]) {
    const code = /(?:^|[;\d$}/\n])\s*e\s+([^\n]+)/m.exec(script)?.[1];
    if (code) follower.follow(code, { child: true });
    // `e` alone runs what stands in the line.
    if (/(?:^|[;\d$}/\n])\s*e\s*(?:[;}\n]|$)/.test(script))
      follower.follow(input?.() ?? unknown, { child: true });
    for (const [, , replacement = ''] of script.matchAll(
      /(?:^|[;{}\n\d$/])\s*s([^\w\s\\])(?:\\.|(?!\1)[^\n])*\1((?:\\.|(?!\1)[^\n])*)\1[gIpmM\d]*e/g,
    )) {
      follower.follow(replacement.replaceAll(/\\(.)/g, '$1'), { child: true });
      if (/&|\\\d/.test(replacement) || replacement === '')
        follower.undecided('runs what a text becomes at run time');
    }
  }
  return undefined;
}

import { fromNetwork, isKnown, unknown } from '../../shell/words/text.ts';
import { escapes, none, values } from '../row/kit.ts';
import { operands, optionValues } from '../row/options.ts';
import { rows, type Call, type Language, type Program } from '../row/program.ts';
import { languageOf, runCode, runCodeFile, runShellScript } from '../row/scripts.ts';

/** Options that carry code, per language. */
const codeOptions: Record<Language, { letters: string; long: string[]; valued: string }> = {
  python: { letters: 'c', long: [], valued: 'mWXQ' },
  node: { letters: 'ep', long: ['eval', 'print'], valued: 'rC' },
  perl: { letters: 'eE', long: [], valued: 'I' },
  ruby: { letters: 'e', long: [], valued: 'rI' },
  php: { letters: 'rBRE', long: ['run'], valued: 'dc' },
  lua: { letters: 'e', long: [], valued: 'l' },
  awk: { letters: 'e', long: ['source'], valued: 'vF' },
  applescript: { letters: 'e', long: [], valued: 'l' },
  other: { letters: '', long: [], valued: '' },
};

/** Shells, and programs that run code in another language. */
export const interpreters = rows(
  {
    names:
      /^((ba|da|z|k|mk|lk|pdk|oks|loks|a|c|tc|fi|ya|rba|ha|po|hu|r)?sh(\d[\d.]*)?|nu|elvish|xonsh|osh)$/,
    reads: none,
    follows: runShell,
    runsInput: true,
  },
  {
    names:
      /^((i?python|pypy|bpython|ptpython|micropython)[\d.]*w?|py|node|nodejs|deno|bun|tsx|ts-node|electron|qjs|d8|perl[\d.]*|(j?ruby|irb|rbx)[\d.]*|php[\d.]*|lua(jit)?[\d.]*|luau|(g|m|n|b|original-)?awk|osascript)$/,
    follows: runInterpreter,
    reads: readsOfInterpreter,
    writes: inPlace,
    runsInput: true,
    risks: [
      [
        'publish',
        (args, { call }) =>
          (/^(bun|deno)$/.test(call.name) && args[0] === 'publish') ||
          (args.some((word) => /(^|\/)setup\.py$/.test(word)) &&
            args.some((word) => /^(upload|register)$/.test(word))),
      ],
    ],
  },
  // Their code in an option or in the input, else in a file.
  other(['Rscript', 'R', 'littler', 'r'], 'e', ['expr'], 'f', ['file']),
  other(['julia'], 'eE', ['eval', 'print']),
  other(['tclsh', 'wish', 'expect', 'jimsh'], 'c', []),
  other(['groovy', 'groovysh'], 'e', ['execute']),
  other(['scala', 'scala-cli', 'amm', 'kotlin', 'kotlinc', 'jshell'], 'ec', [
    'code',
    'execute-script',
  ]),
  other(['elixir', 'iex'], 'e', ['eval', 'rpc-eval']),
  other(['erl', 'escript'], '', ['eval'], '', []),
  other(['ghc', 'runghc', 'runhaskell', 'ghci', 'stack-script'], 'e', []),
  other(['clojure', 'clj', 'bb', 'lein-exec'], 'e', ['eval']),
  other(['racket', 'guile', 'gosh', 'chibi-scheme', 'csi', 'scheme', 'mit-scheme', 'chez'], 'ecr', [
    'eval',
    'expression',
  ]),
  other(['sbcl', 'clisp', 'ecl', 'ccl'], 'x', ['eval', 'load']),
  other(['emacs', 'emacsclient', 'mg'], 'f', ['eval', 'execute', 'funcall'], 'l', [
    'load',
    'script',
  ]),
  other(['octave', 'octave-cli', 'matlab', 'scilab-cli', 'gp', 'maxima', 'sage'], 'er', [
    'eval',
    'batch',
    'batch-string',
  ]),
  other(
    [
      'swift',
      'raku',
      'crystal',
      'janet',
      'fennel',
      'nim',
      'v',
      'wolframscript',
      'dotnet-script',
      'csharp',
    ],
    'ec',
    ['eval', 'code'],
  ),
  other(['gnuplot', 'gnuplot-nox'], 'e', []),
  {
    ...other(['gdb', 'lldb', 'cgdb'], 'o', ['ex', 'eval-command', 'one-line', 'batch'], 'xs', [
      'command',
      'source',
    ]),
    risks: [
      [
        'other-programs',
        (args) => args.some((word) => /^(-p\d*|-?-(pid|attach)(=.*)?|-pid)$/.test(word)),
      ],
    ],
  },
  {
    names: ['cmd'],
    reads: none,
    follows: ({ args, follower }) => {
      const at = args.findIndex((word) => /^\/[ckr]$/i.test(word));
      follower.windowsCode(args.slice(at + 1).join(' '));
      return unknown;
    },
  },
  {
    names: ['powershell', 'pwsh', 'powershell_ise'],
    reads: none,
    runsInput: true,
    follows: powershell,
  },
  other(['m4'], '', []),
  { names: ['bc', 'dc'], reads: none, runsInput: true, follows: escapes(/!\s*([^=].*)/) },
);

/** A program that runs code of a language which is only looked at from outside. */
function other(
  names: string[],
  letters: string,
  long: string[],
  fileLetters = '',
  fileLong: string[] = [],
): Program {
  return {
    names,
    valued: letters + fileLetters,
    long: [...long, ...fileLong],
    runsInput: true,
    follows: ({ name, args, input, follower }) => {
      // gdb and erl take long options with one dash.
      const dashed = args.map((word) => (/^-[a-z]{2,}/.test(word) ? `-${word}` : word));
      const codes = [
        ...optionValues(args, letters),
        ...optionValues(dashed, '', long),
        ...(input ? [input()] : []),
      ];
      for (const code of codes) runCode(code, 'other', true, follower);
      const files = [
        ...values(fileLetters, ...fileLong)(args),
        ...operands(args, { valued: letters + fileLetters, long }),
      ];
      for (const file of files) if (/\.\w+$/.test(file)) runCodeFile(file, 'other', follower);
      if (/^(expect|gdb|lldb)$/.test(name)) follower.suppose(operands(args));
      return unknown;
    },
  };
}

/** `sh -c code`, `sh file`, or code on standard input. */
function runShell({ name, args, input, follower }: Call): string {
  let code = false;
  let stdin = false;
  let index = 0;
  for (; index < args.length; index += 1) {
    const word = args[index]!;
    if (word === '--') {
      index += 1;
      break;
    }
    if (word === '-') {
      stdin = true;
      index += 1;
      break;
    }
    if (!isKnown(word)) follower.undecided('runs a shell with options chosen at run time');
    if (!/^[-+]/.test(word)) break;
    if (word === '--rcfile' || word === '--init-file') {
      runShellScript(args[index + 1] ?? '', { name, args: [], input, follower });
      index += 1;
    } else if (/^--(command|init-command)(=|$)/.test(word)) {
      const value = word.includes('=')
        ? word.slice(word.indexOf('=') + 1)
        : (args[index + 1] ?? '');
      return follower.follow(value, { input, child: true });
    } else if (!word.startsWith('--')) {
      if (word.includes('c')) code = true;
      if (word.includes('s')) stdin = true;
      if (/^[-+]\w*[oO]$/.test(word)) index += 1;
    }
  }
  const rest = args.slice(index);
  if (code) {
    return follower.follow(rest[0] ?? '', { input, positional: rest.slice(2), child: true });
  }
  if (rest[0] !== undefined && !stdin) {
    const [file, ...positional] = rest;
    if (/^\/(dev|proc\/self)\/(stdin|fd\/0)$/.test(file)) {
      return follower.follow(input?.() ?? '', { child: true });
    }
    if (!isKnown(file)) follower.undecided('runs a script chosen at run time');
    runShellScript(file, { name, args: positional, input, follower });
    return unknown;
  }
  return input ? follower.follow(input(), { positional: rest, child: true }) : '';
}

/** `python -c code`, `node file.js`, `perl -e code`, `python - <<EOF`, `awk 'program'`. */
function runInterpreter(call: Call): string {
  const { name, args, input, follower } = call;
  const language = languageOf(name)!;
  const { letters, long, valued } = codeOptions[language];
  const output = (input?.() ?? '').includes(fromNetwork) ? fromNetwork : unknown;

  const module_ = language === 'python' ? args.indexOf('-m') : -1;
  if (module_ >= 0 && args.slice(0, module_).every((word) => word.startsWith('-'))) {
    follower.invoke(args.slice(module_ + 1), input, true);
    return unknown;
  }
  if (name === 'deno' || name === 'bun') {
    if (args[0] === 'eval') runCode(args.slice(1).join(' '), language, true, follower);
    if (args[0] === 'x') return follower.invoke(args.slice(1), input, true);
  }
  for (const file of optionValues(args, language === 'node' || language === 'ruby' ? 'r' : '', [
    'require',
    'import',
  ])) {
    if (/^[./~]/.test(file)) runCodeFile(file, language, follower);
  }
  const codes = codesIn(args, language);
  if (codes.length > 0) {
    runCode(codes.join('\n'), language, true, follower);
    // A shell that the code starts reads what comes in.
    if (input && codes.some((code) => /\b(ba|da|z|k)?sh\b/.test(code)))
      follower.supposeCode(input());
    return output;
  }
  const own = operands(args, { valued: letters + valued, long });
  if (language === 'awk') {
    const files = optionValues(args, 'f', ['file']);
    if (files.length === 0) runCode(own[0] ?? '', language, true, follower);
    for (const file of files) runCodeFile(file, language, follower);
    return input ? unknown : `./${unknown}`;
  }
  const file =
    /^(run|test|serve)$/.test(own[0] ?? '') && /^(deno|bun)$/.test(name) ? own[1] : own[0];
  if (file !== undefined && !/^(-|\/(dev|proc\/self)\/(stdin|fd\/0))$/.test(file)) {
    runCodeFile(file, language, follower);
  } else if (input) runCode(input(), language, true, follower);
  return output;
}

/** Code given in options. */
function codesIn(args: readonly string[], language: Language): string[] {
  const { letters, long } = codeOptions[language];
  const clusters = language === 'perl' || language === 'ruby' || language === 'php';
  return optionValues(
    // In `-lane code` the letter of code is the last; elsewhere a cluster is another option's name.
    clusters ? args.map((word) => word.replace(/^-\w+(?=[eE]$)/, '-')) : args,
    letters,
    long,
  );
}

/** Files that are given to the program, but no code. */
function readsOfInterpreter(args: readonly string[]): string[] {
  return operands(args, { valued: 'ceEpPrmWXQIldvF', long: ['eval', 'print', 'source'] }).filter(
    (word) => word.length < 500 && !/[\s{}()$;]/.test(word),
  );
}

/** `perl -i`, `ruby -i`, `gawk -i inplace` write the files they are given. */
function inPlace(args: readonly string[]): string[] {
  const inPlaceOption = args.some(
    (word, at) => /^-[pnlaF0w]*i/.test(word) || (word === '-i' && args[at + 1] === 'inplace'),
  );
  return inPlaceOption
    ? operands(args, { valued: 'eEIivF' }).filter((word) => !/[\s{}()$;]/.test(word))
    : [];
}

function powershell({ args, input, follower }: Call): string {
  const encoded = args.findIndex((word) => /^-e(nc|ncodedcommand|c)?$/i.test(word));
  if (encoded >= 0) {
    follower.windowsCode(Buffer.from(args[encoded + 1] ?? '', 'base64').toString('utf16le'));
  }
  const start = args.findIndex((word) => /^-c(ommand)?$/i.test(word));
  const code = start >= 0 ? args.slice(start + 1).join(' ') : (input?.() ?? '');
  if (code !== '') follower.windowsCode(code);
  return unknown;
}

import path from 'node:path';
import { named, none, runIndices } from '../row/kit.ts';
import { operands, optionValues } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';
import { runShellScript } from '../row/scripts.ts';
import { isKnown, ownProcess, unknown } from '../../shell/words/text.ts';

/** What the shell does itself. */
export const builtins = rows(
  { names: ['cd', 'pushd'], follows: changeFolder, reads: none },
  {
    names: ['popd'],
    follows: ({ follower: { scope } }) => {
      scope.moveTo([...scope.visited]);
      return '';
    },
    reads: none,
  },
  {
    names: ['eval'],
    follows: ({ args, input, follower }) => follower.follow(args.join(' '), { input }),
    reads: none,
  },
  { names: ['source', '.'], follows: sourceFile, reads: (args) => operands(args).slice(0, 1) },
  {
    names: ['trap'],
    follows: ({ args, follower }) => {
      const [code = ''] = operands(args);
      // It runs at the end, with what is known by then.
      if (code !== '') follower.scope.traps.push(code);
      return '';
    },
    reads: none,
  },
  {
    names: ['alias'],
    follows: ({ args, follower }) => {
      for (const word of args) {
        const [name, ...value] = word.split('=');
        if (name && value.length > 0) follower.scope.alias(name, value.join('='));
      }
      return '';
    },
    reads: none,
  },
  {
    names: ['unalias'],
    follows: ({ args, follower }) => {
      for (const name of operands(args)) follower.scope.unalias(name);
      return '';
    },
    reads: none,
  },
  {
    names: ['export', 'declare', 'typeset', 'local', 'readonly'],
    follows: declare,
    reads: none,
  },
  {
    names: ['unset'],
    follows: ({ args, follower }) => {
      runIndices(args, follower);
      for (const name of operands(args)) follower.scope.unset(name);
      return '';
    },
    reads: none,
  },
  {
    names: ['set'],
    follows: ({ args, follower }) => {
      const start = args.indexOf('--');
      if (start >= 0) follower.scope.positional = args.slice(start + 1);
      else if (args[0] !== undefined && !/^[-+]/.test(args[0])) {
        follower.scope.positional = [...args];
      }
      return '';
    },
    reads: none,
  },
  {
    names: ['shift'],
    follows: ({ args, follower }) => {
      follower.scope.positional = follower.scope.positional.slice(Number(args[0] ?? 1) || 1);
      return '';
    },
    reads: none,
  },
  { names: ['read'], follows: readInput, reads: none },
  { names: ['mapfile', 'readarray'], follows: readLines, reads: none },
  {
    names: ['command'],
    follows: ({ args, input, follower }) => {
      if (/^-p?[vV]/.test(args[0] ?? '')) return args.slice(1).join('\n');
      return follower.invoke(/^-p$|^--$/.test(args[0] ?? '') ? args.slice(1) : args, input, true);
    },
    reads: none,
  },
  {
    names: ['builtin', 'exec'],
    starts: ({ args }) => {
      const at = args[0] === '-a' ? 2 : args.findIndex((word) => !/^-[cl]+$|^--$/.test(word));
      return at < 0 ? [] : args.slice(at);
    },
    reads: none,
  },
  {
    names: ['type', 'hash'],
    follows: ({ name, args, follower }) => {
      // `hash -p /bin/rm ls` gives a program another name.
      const [file, ...names] = name === 'hash' && args[0] === '-p' ? args.slice(1) : [];
      for (const each of names) if (file !== undefined) follower.scope.alias(each, file);
      return operands(args).join('\n');
    },
    risks: [['injected-code', (args, { call }) => call.name === 'hash' && args.some(isPath)]],
    reads: none,
  },
  {
    names: named('let test [ [[ (( getopts wait'),
    follows: ({ args, follower }) => {
      runIndices(args, follower);
      return '';
    },
    reads: none,
  },
  {
    names: ['compgen', 'complete', 'bind', 'enable', 'fc'],
    follows: ({ args, follower }) => {
      for (const code of optionValues(args, 'CxW')) follower.follow(code);
      return unknown;
    },
    risks: [['injected-code', (args, { call }) => call.name === 'enable' && args.includes('-f')]],
    reads: none,
  },
  {
    names: ['history'],
    risks: [['system', (args) => args.includes('-c')]],
    reads: none,
  },
  {
    names: named(`
      true false : return exit break continue umask ulimit times shopt caller dirs bg fg
      disown suspend logout help sleep usleep
    `),
    prints: () => '',
    reads: none,
  },
  { names: ['jobs'], prints: () => ownProcess, reads: none },
  {
    names: ['='],
    reads: none,
    risks: [['injected-code', ([name = '', value = '']) => injects(name, value)]],
  },
);

function isPath(word: string): boolean {
  return word.includes('/');
}

/** Variables by which other programs load or run code, and the values that make them do so. */
const injecting: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^(LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|GCONV_PATH|BASH_ENV|ENV|PROMPT_COMMAND)$/, /./],
  [/^BASH_FUNC_/, /./],
  [/^GIT_(SSH|SSH_COMMAND|EXTERNAL_DIFF|PROXY_COMMAND|ASKPASS|EXEC_PATH|TEMPLATE_DIR)$/, /./],
  [/^GIT_CONFIG_(KEY|VALUE|PARAMETERS|GLOBAL|SYSTEM|COUNT)/, /^(?!\/dev\/null$|0$)/],
  [/^(SSH_ASKPASS|LESSOPEN|LESSCLOSE|PERL5DB|PYTHONSTARTUP|PYTHONHOME|PYTHONBREAKPOINT)$/, /./],
  [/^(PERL5OPT|RUBYOPT)$/, /(^|\s)-?[rMmId]/],
  [/^NODE_OPTIONS$/, /(^|\s)(-r|--(require|import|loader|experimental-loader|eval))\b/],
  [
    /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS)$/,
    /-(javaagent|agentpath|agentlib|Xbootclasspath)/,
  ],
  [/^(MAKEFLAGS|GNUMAKEFLAGS)$/, /eval|-f/],
  [/^npm_config_(script_shell|node_options)$/i, /./],
];

function injects(name: string, value: string): boolean {
  return injecting.some(([names, values]) => names.test(name) && values.test(value));
}

function changeFolder({ args, follower }: Call): string {
  const { scope } = follower;
  const folder = args.find((word) => !/^-[LPe@]+$|^--$/.test(word) && !/^[-+]\d+$/.test(word));
  if (folder === undefined) scope.moveTo([follower.home]);
  else if (folder === '-') scope.moveTo([...scope.visited]);
  else scope.moveTo(foldersFor(folder, args.includes('-P'), follower));
  return '';
}

/** Where `cd` may lead: as the words say, which is what `..` goes by, and where links really lead. */
function foldersFor(
  folder: string,
  physical: boolean,
  { scope, files }: Call['follower'],
): string[] {
  const relative = !/^(\/|\.\.?(\/|$)|[\uE000\uE001])/.test(folder);
  const bases = relative ? (scope.values('CDPATH') ?? []).flatMap((list) => list.split(':')) : [];
  return [
    ...bases.filter((base) => base !== '').map((base) => `${base}/${folder}`),
    ...scope.cwds.map((cwd) => (folder.startsWith('/') ? folder : `${cwd}/${folder}`)),
  ].flatMap((place) => {
    const real = files.resolve(scope.cwds[0]!, place);
    return physical ? [real] : [...new Set([logical(place), real])];
  });
}

/** As the shell keeps it: `..` takes the last name away, whatever it links to. */
function logical(place: string): string {
  return place.startsWith('/') ? path.posix.normalize(place).replace(/(?<=.)\/$/, '') : place;
}

function sourceFile({ name, args, input, follower }: Call): string {
  const [file = '', ...positional] = operands(args);
  if (/^\/dev\/(stdin|fd\/0)$/.test(file)) return follower.follow(input?.() ?? '');
  if (!isKnown(file)) follower.undecided('runs a script chosen at run time');
  runShellScript(file, { name, args: positional, input, follower }, false);
  return '';
}

function declare({ name, args, follower }: Call): string {
  const { scope } = follower;
  // `declare -n a=b`: whatever happens to b happens to a.
  const isReference = args.some((word) => /^-\w*n/.test(word));
  const exports = name === 'export' || args.some((word) => /^-\w*x/.test(word));
  runIndices(args, follower);
  for (const word of args) {
    const match = /^(\w+)(?:=(.*))?$/s.exec(word);
    if (!match) continue;
    if (match[2] !== undefined) {
      if (isReference) scope.assign(match[1]!, unknown);
      else follower.assign(match[1]!, match[2]);
    }
    if (exports) scope.export(match[1]!);
  }
  return '';
}

/** `read a b`: each line that may come in gives a possible value. */
function readInput({ args, input, follower }: Call): string {
  runIndices(args, follower);
  const names = operands(args, { valued: 'adeinNptu' });
  const array = optionValues(args, 'a')[0];
  const lines = (input?.() ?? unknown).split('\n').filter((line) => line !== '');
  if (array !== undefined) {
    follower.scope.assignArray(
      array,
      lines.flatMap((line) => line.split(/\s+/)),
    );
  }
  (names.length > 0 ? names : ['REPLY']).forEach((name, index, all) => {
    const values = lines.map((line) => {
      const words = line.trim().split(/\s+/);
      return index === all.length - 1 ? words.slice(index).join(' ') : (words[index] ?? '');
    });
    follower.scope.assignAny(name, values);
  });
  return '';
}

function readLines({ args, input, follower }: Call): string {
  for (const code of optionValues(args, 'C')) follower.follow(code);
  const [name = 'MAPFILE'] = operands(args, { valued: 'dnOsuCc' });
  follower.scope.assignArray(
    name,
    (input?.() ?? unknown).split('\n').filter((line) => line !== ''),
  );
  return '';
}

import path from 'node:path';
import { unknown } from '../../shell/words/text.ts';
import { named, none, values } from '../row/kit.ts';
import { afterOptions, operands, optionValues, type OptionSpec } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';
import { originOf, runCodeFile } from '../row/scripts.ts';

/** Package manager commands that run a script of package.json by a name of their own. */
const lifecycle = new Set([
  'test',
  't',
  'tst',
  'start',
  'stop',
  'restart',
  'publish',
  'version',
  'install',
  'ci',
  'i',
  'pack',
  'prepare',
]);
/** Scripts that such a command runs beside the one of its name. */
const alsoRuns: Record<string, readonly string[]> = {
  i: ['preinstall', 'install', 'postinstall', 'prepare'],
  ci: ['preinstall', 'install', 'postinstall', 'prepare'],
  install: ['preinstall', 'install', 'postinstall', 'prepare'],
  publish: ['prepublishOnly', 'prepack', 'prepare', 'postpack', 'publish', 'postpublish'],
  pack: ['prepack', 'prepare', 'postpack'],
  t: ['pretest', 'test', 'posttest'],
  tst: ['pretest', 'test', 'posttest'],
};

/** `npm run name`: the script's text is shell code, and whoever wrote it may have been misled. */
export function packageScripts(call: Call): string | undefined {
  const { name, args, follower } = call;
  if (/^(exec|x|dlx|explore)$/.test(operands(args)[0] ?? '')) {
    for (const code of optionValues(args, 'c', ['call'])) follower.follow(code, { child: true });
    const inner = launchedPackage(call);
    if (inner) follower.invoke(inner, call.input, true);
    return undefined;
  }
  const words = operands(args, {
    valued: 'Cw',
    long: ['prefix', 'workspace', 'filter', 'cwd', 'dir'],
  });
  const [first = '', second] = words;
  // `npm pkg set scripts.x="…"`: what is set runs later by its name.
  if (first === 'pkg' && second === 'set') {
    for (const setting of words.slice(2)) {
      const code = /^scripts\.[^=]*=(.*)$/s.exec(setting)?.[1];
      if (code !== undefined) follower.follow(code, { child: true });
    }
  }
  if (/^(config|set|c)$/.test(first)) {
    const setting = words.slice(first === 'set' ? 1 : 2).join('=');
    const code = /^(?:script-shell|shell|editor|viewer|git|node-options)=+(.*)$/s.exec(
      setting,
    )?.[1];
    if (code) follower.follow(code, { child: true });
  }
  const wanted = /^(run|run-script|rum|urn)$/.test(first) ? second : lifecycleOr(name, first);
  if (wanted === undefined) return undefined;
  const scripts = alsoRuns[wanted] ?? [`pre${wanted}`, wanted, `post${wanted}`];
  const [given = '.'] = optionValues(args, 'C', ['prefix', 'cwd', 'dir']);
  for (const folder of follower.resolve(given)) {
    const file = path.posix.join(folder, 'package.json');
    const text = follower.content(file);
    if (text === undefined) continue;
    for (const script of scripts) {
      const known = scriptsIn(text);
      const code = known && Object.hasOwn(known, script) ? known[script] : undefined;
      if (code !== undefined) {
        follower.follow(code, {
          frame: `${folder} ${script}`,
          child: true,
          origin: originOf(file, follower),
        });
      }
    }
    if (scriptsIn(text) === undefined && text.includes(unknown)) {
      follower.undecided('runs scripts of a package.json that is only known at run time');
    }
  }
  return undefined;
}

function scriptsIn(text: string): Record<string, string> | undefined {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: unknown };
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(
      Object.entries(scripts).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    // Then the package manager cannot read it either.
    return undefined;
  }
}

function lifecycleOr(name: string, word: string): string | undefined {
  if (lifecycle.has(word)) return word;
  return name === 'npm' || word === '' ? undefined : word;
}

/** Subcommands that start a program, and their options with a value; a name of its own starts it at once. */
const starters: Record<string, OptionSpec & { own?: number }> = {
  npx: { valued: 'pcw', long: ['package', 'call', 'workspace'] },
  bunx: {},
  pnpx: {},
  uvx: { long: ['from', 'with', 'python', 'index-url'] },
  'npm exec': { valued: 'pcw', long: ['package', 'call', 'workspace'] },
  'npm x': { valued: 'pcw', long: ['package', 'call', 'workspace'] },
  'npm explore': { own: 1 },
  'pnpm exec': { valued: 'C', long: ['filter'] },
  'pnpm dlx': { long: ['package'] },
  'yarn exec': {},
  'yarn dlx': { valued: 'p', long: ['package'] },
  'pipx run': { long: ['spec', 'python'] },
  'uv run': { long: ['with', 'python', 'project', 'directory', 'group', 'extra', 'env-file'] },
  'uv tool': { own: 1, long: ['from', 'with'] },
  'poetry run': {},
  'pipenv run': {},
  'pdm run': {},
  'rye run': {},
  'hatch run': {},
  'pixi run': {},
  'bundle exec': {},
  'bundler exec': {},
  'conda run': { valued: 'np', long: ['name', 'prefix'] },
  'mamba run': { valued: 'np', long: ['name', 'prefix'] },
  'micromamba run': { valued: 'np', long: ['name', 'prefix'] },
  'mise exec': {},
  'mise x': {},
  'asdf exec': {},
  'rbenv exec': {},
  'pyenv exec': {},
  'nodenv exec': {},
  'nvm exec': { own: 1 },
  'nvm run': { own: 1 },
  'fnm exec': { long: ['using'] },
  'volta run': { long: ['node', 'npm', 'yarn'] },
  'direnv exec': { own: 1 },
  'doppler run': { long: ['project', 'config', 'command'] },
  'dotenv run': {},
  'dotenvx run': { valued: 'f', long: ['env-file', 'env'] },
  'chamber exec': { own: 1 },
  'aws-vault exec': { own: 1 },
  'cargo run': {},
  'lerna exec': {},
  'nix run': { own: 1 },
  'nix-shell': { long: ['run', 'command'] },
};

/** The program (with its words) that a package manager starts; undefined where it starts none. */
export function launchedPackage({ name, args }: Pick<Call, 'name' | 'args'>): string[] | undefined {
  const first =
    operands(args, { valued: 'Cw', long: ['prefix', 'filter', 'project', 'directory'] })[0] ?? '';
  const two = Object.hasOwn(starters, `${name} ${first}`);
  const key = two ? `${name} ${first}` : name;
  const starter = Object.hasOwn(starters, key) ? starters[key]! : undefined;
  if (!starter || key === 'cargo run') return undefined;
  let rest = afterOptions(two ? args.slice(args.indexOf(first) + 1) : args, starter).slice(
    starter.own ?? 0,
  );
  if (rest[0] === '--') rest = rest.slice(1);
  // `npx --yes tool@1.2.3`: the version is no part of the name.
  if (/^(np|bun|pnp|uv)x$|^(npm|pnpm|yarn) /.test(key) && rest[0]) {
    rest[0] = rest[0].replace(/(?<=.)@[^@/]*$/, '');
  }
  // `uv run tool.py` runs the file with Python.
  if (key.endsWith(' run') && rest[0]?.endsWith('.py')) rest.unshift('python');
  return rest;
}

const makeOptions = {
  valued: 'fCIjloWE',
  long: ['file', 'directory', 'makefile', 'eval', 'include-dir', 'jobs'],
};

/** `make target`: the lines of the recipes are shell code. Which targets are reached is not decided: all that may be are followed. */
function recipes({ name, args, input, follower }: Call): undefined {
  const [folder = '.'] = optionValues(args, 'C', ['directory', 'working-directory']);
  const given = optionValues(args, 'f', ['file', 'makefile', 'justfile']);
  const usual =
    name === 'just'
      ? ['justfile', 'Justfile', '.justfile']
      : ['GNUmakefile', 'makefile', 'Makefile'];
  const texts = given.includes('-') && input ? [{ text: input(), origin: 'command' as const }] : [];
  for (const text of optionValues(args, 'E', ['eval'])) texts.push({ text, origin: 'command' });
  for (const file of given.length > 0 ? given : usual) {
    for (const place of follower.resolve(file.startsWith('/') ? file : `${folder}/${file}`)) {
      const text = follower.content(place);
      if (text !== undefined) texts.push({ text, origin: originOf(place, follower) as 'command' });
    }
  }
  const words = operands(args, makeOptions);
  const targets = words.filter((word) => !word.includes('='));
  const set = words.filter((word) => word.includes('='));
  const before = [...follower.scope.cwds];
  if (folder !== '.') follower.scope.moveTo(follower.resolve(folder));
  for (const { text, origin } of texts) followRecipes(text, targets, set, origin, follower);
  follower.scope.moveTo(before);
  for (const word of set)
    if (word.startsWith('SHELL=')) follower.follow(word.slice(6), { child: true });
  return undefined;
}

function followRecipes(
  text: string,
  targets: readonly string[],
  set: readonly string[],
  origin: 'command' | 'project',
  follower: Call['follower'],
): void {
  const variables = new Map<string, string>([
    ['RM', 'rm -f'],
    ['MAKE', 'make'],
    ['SHELL', 'sh'],
    ['CURDIR', '.'],
  ]);
  const expand = (line: string, depth = 0): string =>
    depth > 8
      ? unknown
      : line
          .replaceAll(/\$[({](?:shell )([^()]*(?:\([^()]*\)[^()]*)*)[)}]/g, (_, code: string) => {
            follower.follow(expand(code, depth + 1), { child: true, origin });
            return unknown;
          })
          .replaceAll(/\$[({](\w+)[)}]/g, (_, variable: string) => {
            const value = variables.get(variable);
            return value === undefined ? unknown : expand(value, depth + 1);
          })
          .replaceAll(/\$[@<^?*]/g, unknown)
          .replaceAll('$$', '$');
  const assign = (line: string): boolean => {
    const match = /^\s*(?:export\s+|override\s+)?([\w.-]+)\s*(\?|:{1,3}|\+|!)?=\s*(.*)$/.exec(line);
    if (!match) return false;
    const [, variable = '', how = '', value = ''] = match;
    if (how === '!') follower.follow(expand(value), { child: true, origin });
    else expand(value);
    variables.set(variable, how === '+' ? `${variables.get(variable) ?? ''} ${value}` : value);
    return true;
  };
  const wanted = new Set(targets);
  let active = wanted.size === 0;
  let first = true;
  for (const word of set) assign(word);
  const overridden = new Set(set.map((word) => word.slice(0, word.indexOf('='))));
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const rule = /^([\w./%$(){}-][\w./% $(){}-]*?)\s*::?(?!=)\s*([^#=]*)(#.*)?$/.exec(line);
    if (rule) {
      const names = rule[1]!.split(/\s+/);
      const isDefault = wanted.size === 0 && first && !names[0]!.startsWith('.');
      active = names.some((target) => wanted.has(target) || /[%$]/.test(target)) || isDefault;
      if (!names[0]!.startsWith('.')) first = false;
      // What the wanted target needs is made first; it mostly stands further down.
      const [needs = '', inline] = rule[2]!.split(';');
      if (active) for (const need of needs.trim().split(/\s+/)) wanted.add(need);
      if (active && inline) follower.follow(expand(inline.trim()), { child: true, origin });
    } else if (/^\s/.test(line)) {
      if (!active) continue;
      follower.follow(expand(line.trim().replace(/^[@+-]+/, '')), { child: true, origin });
    } else if (!overridden.has(/^\s*([\w.-]+)/.exec(line)?.[1] ?? '') && !assign(line))
      expand(line);
  }
}

const sources =
  /\.(c|cc|cpp|cxx|m|mm|go|rs|java|kt|swift|zig|d|nim|hs|ml|f90|pas|cs|fs|vala|cr|v)$/;

/** Compilers: the code they are given may run next. */
export function compiles({ args, input, follower }: Call): undefined {
  for (const file of args) if (sources.test(file)) runCodeFile(file, 'other', follower);
  if (args.includes('-') && input) follower.code('other', input(), true);
  return undefined;
}

/** Programs that run the tasks of a project, and compilers. */
export const tasks = rows(
  {
    names: named('make gmake bmake just mk remake'),
    ...makeOptions,
    reads: values('f', 'file', 'makefile'),
    writes: values('C', 'directory'),
    follows: recipes,
  },
  {
    names: named(`
      gcc g++ cc c++ clang clang++ tcc rustc javac java kotlinc-jvm swiftc zig dmd ldc2
      gdc fpc gfortran mcs valac ocamlopt ocamlfind nimc gccgo tinygo emcc nvcc
    `),
    writes: values('o', 'out-dir', 'output'),
    follows: compiles,
  },
  {
    names: ['cmake'],
    writes: (args) => values('B')(args),
    reads: none,
    deletes: (args) =>
      args.includes('-E') && args.some((word) => /^(remove_directory|rm)$/.test(word))
        ? operands(args.slice(args.findIndex((word) => /^(remove_directory|rm)$/.test(word)) + 1))
        : [],
    follows: ({ args, follower }) => {
      const at = args.indexOf('-E');
      if (at >= 0)
        follower.suppose(
          args.slice(
            args[at + 1] === 'env' || args[at + 1] === 'time' || args[at + 1] === 'chdir'
              ? at + 2
              : at + 1,
          ),
        );
      for (const file of values('P')(args)) {
        for (const place of follower.resolve(file)) {
          for (const [, code = ''] of (follower.content(place) ?? '').matchAll(
            /COMMAND\s+([^)]+?)\s*(?:\)|\n\s*[A-Z_]{4,})/g,
          ))
            follower.follow(code, { child: true, origin: originOf(place, follower) });
        }
      }
      for (const word of args) {
        const code = /COMMAND\s+(.+?)\s*\)/.exec(word)?.[1];
        if (code) follower.follow(code, { child: true });
      }
    },
  },
  {
    names: named(`
      task go-task invoke inv fab grunt gulp jake ant buildr scons waf mage earthly dagger
      act lage-run
    `),
    reads: none,
  },
  {
    names: ['timeit'],
    follows: ({ args, follower }) => {
      for (const code of operands(args, { valued: 'nrusp' })) follower.code('python', code, true);
    },
    reads: none,
  },
);

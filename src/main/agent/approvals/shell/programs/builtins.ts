import type { Call, Handler } from './follower.ts';
import { operands, optionValues } from './options.ts';
import { runShellScript } from './scripts.ts';
import { unknown } from '../text.ts';

/** What the shell does itself, as far as it changes what later words mean or which code runs. */
export const builtins: Record<string, Handler> = {
  cd: changeFolder,
  pushd: changeFolder,
  eval: ({ args, input, follower }) => follower.follow(args.join(' '), { input }),
  source: sourceFile,
  '.': sourceFile,
  trap: ({ args, follower }) => {
    const [code = ''] = operands(args);
    if (code !== '') follower.follow(code);
    return '';
  },
  alias: ({ args, follower }) => {
    for (const word of args) {
      const [name, ...value] = word.split('=');
      if (name && value.length > 0) follower.scope.aliases.set(name, value.join('='));
    }
    return '';
  },
  export: declare,
  declare,
  typeset: declare,
  local: declare,
  readonly: declare,
  set: ({ args, follower }) => {
    const start = args.indexOf('--');
    if (start >= 0) follower.scope.positional = args.slice(start + 1);
    else if (args[0] !== undefined && !/^[-+]/.test(args[0])) {
      follower.scope.positional = [...args];
    }
    return '';
  },
  shift: ({ args, follower }) => {
    follower.scope.positional = follower.scope.positional.slice(Number(args[0] ?? 1) || 1);
    return '';
  },
  read: readInput,
  mapfile: readLines,
  readarray: readLines,
  printf: ({ args, follower }) => {
    // `printf -v name format`: the text goes into a variable.
    if (args[0] !== '-v') return undefined;
    const text = follower.invoke(['printf', '--', ...args.slice(2)], undefined);
    follower.scope.assign(args[1] ?? '', text);
    return '';
  },
  command: (call) => {
    if (/^-[vV]$/.test(call.args[0] ?? '')) return call.args.slice(1).join('\n');
    return call.follower.invoke(
      operands(call.args.slice(0, 1)).concat(call.args.slice(1)),
      call.input,
    );
  },
  type: ({ args }) => operands(args).join('\n'),
};

function changeFolder({ args, follower }: Call): string {
  const [folder] = operands(args);
  if (folder === '-') follower.scope.moveTo([...follower.scope.cwds]);
  else follower.scope.moveTo(follower.resolve(folder ?? follower.home));
  return '';
}

function sourceFile({ name, args, input, follower }: Call): string {
  const [file = '', ...positional] = operands(args);
  if (/^\/dev\/(stdin|fd\/0)$/.test(file)) return follower.follow(input?.() ?? '');
  runShellScript(file, { name, args: positional, input, follower });
  return '';
}

function declare({ args, follower }: Call): string {
  // `declare -n a=b`: whatever happens to b happens to a.
  const isReference = args.some((word) => /^-\w*n/.test(word));
  for (const word of args) {
    const match = /^(\w+)=(.*)$/s.exec(word);
    if (match) follower.scope.assign(match[1]!, isReference ? unknown : match[2]!);
  }
  return '';
}

/** `read a b`: each line that may come in gives a possible value. */
function readInput({ args, input, follower }: Call): string {
  const names = operands(args, { valued: 'adeinNptu' });
  const array = optionValues(args, 'a')[0];
  const lines = (input?.() ?? unknown).split('\n').filter((line) => line !== '');
  if (array !== undefined)
    follower.scope.assignArray(
      array,
      lines.flatMap((line) => line.split(/\s+/)),
    );
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
  const [name = 'MAPFILE'] = operands(args, { valued: 'dnOsuCc' });
  follower.scope.assignArray(
    name,
    (input?.() ?? unknown).split('\n').filter((line) => line !== ''),
  );
  return '';
}

import type { Call } from './follower.ts';
import { operands, optionValues } from './options.ts';
import { languageOf, runProgram, runShellScript } from './scripts.ts';
import { fromNetwork, unknown } from '../text.ts';

/** `sh -c code`, `sh file`, or code on standard input. */
export function runShell({ name, args, input, follower }: Call): string {
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
    if (!/^[-+]/.test(word)) break;
    if (word === '--rcfile' || word === '--init-file') {
      runShellScript(args[index + 1] ?? '', { name, args: [], input, follower });
      index += 1;
    } else if (/^--(command)(=|$)/.test(word)) {
      return follower.follow(word.slice('--command='.length) || (args[index + 1] ?? ''), { input });
    } else if (!word.startsWith('--')) {
      if (word.includes('c')) code = true;
      if (word.includes('s')) stdin = true;
      if (/^[-+]\w*[oO]$/.test(word)) index += 1;
    }
  }
  const rest = args.slice(index);
  if (code) {
    return follower.follow(rest[0] ?? '', { input, positional: rest.slice(2) });
  }
  if (rest[0] !== undefined && !stdin) {
    const [file, ...positional] = rest;
    if (/^\/dev\/(stdin|fd\/0)$/.test(file)) return follower.follow(input?.() ?? '');
    if (/[\uE000\uE001]/.test(file)) follower.undecided('runs a script chosen at run time', file);
    runShellScript(file, { name, args: positional, input, follower });
    return unknown;
  }
  return input ? follower.follow(input(), { positional: rest }) : '';
}

/** Options that carry code, per language. */
const codeOptions: Record<string, { letters: string; long: string[]; valued: string }> = {
  python: { letters: 'c', long: [], valued: 'mWXQ' },
  node: { letters: 'ep', long: ['eval', 'print'], valued: 'rC' },
  perl: { letters: 'eE', long: [], valued: 'I' },
  ruby: { letters: 'e', long: [], valued: 'rI' },
  php: { letters: 'rBRE', long: ['run'], valued: 'dc' },
  lua: { letters: 'e', long: [], valued: 'l' },
  awk: { letters: 'e', long: ['source'], valued: 'vF' },
  applescript: { letters: 'e', long: [], valued: 'l' },
};

/** `python -c code`, `node file.js`, `perl -e code`, `python - <<EOF`, `awk 'program'`. */
export function runInterpreter(call: Call): string {
  const { name, args, input, follower } = call;
  const language = languageOf(name)!;
  const { letters, long, valued } = codeOptions[language]!;
  const output = (input?.() ?? '').includes(fromNetwork) ? fromNetwork : unknown;

  const module_ = language === 'python' ? args.indexOf('-m') : -1;
  if (module_ >= 0 && args.slice(0, module_).every((word) => word.startsWith('-'))) {
    return follower.invoke(args.slice(module_ + 1), input);
  }
  if (name === 'deno' || name === 'bun') {
    if (args[0] === 'eval') runProgram(args.slice(1).join(' '), language, true, follower);
    if (args[0] === 'x') return follower.invoke(args.slice(1), input);
  }
  const clusters = language === 'perl' || language === 'ruby' || language === 'php';
  const codes = optionValues(
    // In `-lane code` the letter of code is the last; elsewhere a cluster is another option's name.
    clusters ? args.map((word) => word.replace(/^-\w+(?=[eE]$)/, '-')) : args,
    letters,
    long,
  );
  if (codes.length > 0) {
    runProgram(codes.join('\n'), language, true, follower);
    return output;
  }
  const own = operands(args, { valued: letters + valued, long });
  if (language === 'awk') {
    const files = optionValues(args, 'f', ['file']);
    if (files.length === 0) runProgram(own[0] ?? '', language, true, follower);
    for (const file of files) runFile(file, call);
    return input ? unknown : `./${unknown}`;
  }
  const file =
    /^(run|test|serve)$/.test(own[0] ?? '') && /^(deno|bun)$/.test(name) ? own[1] : own[0];
  if (file !== undefined && file !== '-' && file !== '/dev/stdin') runFile(file, call);
  else if (input) runProgram(input(), language, true, follower);
  return output;
}

function runFile(file: string, { name, follower }: Call): void {
  const language = languageOf(name)!;
  if (/[\uE000\uE001]/.test(file)) follower.undecided('runs a script chosen at run time', file);
  for (const place of follower.resolve(file)) {
    const text = follower.content(place);
    if (text !== undefined) runProgram(text, language, false, follower);
  }
}

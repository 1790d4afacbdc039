import type { Call, Handler } from './follower.ts';
import { afterOptions, operands, optionValues } from './options.ts';
import { filters, outputOf } from './output.ts';
import { packageScripts, recipes } from './tasks.ts';
import { bounded, unknown } from '../text.ts';

/** Programs that put together commands from their arguments, their input or a file, and start them. */
export const collectors: Record<string, Handler> = {
  xargs: ({ args, input, follower }) => {
    const spec = { valued: 'aEILnPsdi', long: ['arg-file', 'delimiter', 'max-args', 'max-procs'] };
    const argv = afterOptions(args, spec);
    const [replaced] = optionValues(args, 'I', ['replace']);
    const text = input?.() ?? unknown;
    const lines = text.split(/[\n\0]/).filter((line) => line !== '');
    const words = bounded(
      lines.flatMap((line) => line.split(/\s+/)),
      256,
    );
    if (replaced === undefined) {
      return follower.invoke([...(argv.length > 0 ? argv : ['echo']), ...words], undefined);
    }
    return bounded(lines, 64)
      .map((line) =>
        follower.invoke(
          argv.map((word) => word.replaceAll(replaced, line.trim())),
          undefined,
        ),
      )
      .join('');
  },
  parallel: ({ args, input, follower }) => {
    const start = args.findIndex((word) => word.startsWith(':::'));
    const argv = afterOptions(start < 0 ? args : args.slice(0, start), { valued: 'jNnIaS' });
    const values = start < 0 ? (input?.() ?? unknown).split('\n') : args.slice(start + 1);
    for (const value of values.filter((text) => text !== '')) {
      const command = argv.join(' ');
      follower.follow(
        command.includes('{}') ? command.replaceAll('{}', value) : `${command} ${value}`,
      );
    }
    return unknown;
  },
  tee: (call) => {
    const text = outputOf(call);
    for (const file of operands(call.args).flatMap((word) => call.follower.resolve(word))) {
      call.follower.scope.write(file, text);
    }
    return text;
  },
  find: (call) => {
    const { args, follower } = call;
    const end = args.findIndex((word) => /^[-(!]/.test(word));
    const roots = (end < 0 ? args : args.slice(0, end)).filter((word) => word !== '');
    args.forEach((word, index) => {
      if (!/^-(exec|execdir|ok|okdir)$/.test(word)) return;
      const rest = args.slice(index + 1);
      const stop = rest.findIndex((text) => text === ';' || text === '+');
      const argv = stop < 0 ? rest : rest.slice(0, stop);
      const narrowed = filters(args);
      for (const root of roots.length > 0 ? roots : ['.']) {
        // Without a test that leaves something out, the root itself is among what is found.
        const names = narrowed.flatMap((name) => args[args.indexOf(name) + 1] ?? []);
        const named = narrowed.some((test) => /^-i?name$/.test(test)) ? names[0] : undefined;
        const places =
          narrowed.length === 0
            ? [root, `${root}/${unknown}`]
            : named === undefined
              ? [`${root}/${unknown}`]
              : [`${root}/${named}`, `${root}/${unknown}/${named}`];
        for (const found of places) {
          follower.invoke(
            argv.map((text) => text.replaceAll('{}', found)),
            undefined,
          );
        }
      }
    });
    return outputOf(call);
  },
  env: ({ args, input, follower }) => {
    const split = optionValues(args, 'S', ['split-string']);
    if (split.length > 0) return follower.follow(split.join(' '), { input });
    for (const word of args) {
      const match = /^(\w+)=(.*)$/s.exec(word);
      if (match) follower.scope.assignAny(match[1]!, [match[2]!]);
    }
    return undefined;
  },
  su: (call) => codeAfter(call, 'c', ['command']),
  script: (call) => codeAfter(call, 'c', ['command']),
  runuser: (call) => codeAfter(call, 'c', ['command']),
  flock: ({ args, input, follower }) => {
    const rest = afterOptions(args, { valued: 'wE', long: ['timeout'] }).slice(1);
    if (rest[0] === '-c') return follower.follow(rest[1] ?? '');
    return follower.invoke(rest, input);
  },
  watch: ({ args, follower }) =>
    follower.follow(afterOptions(args, { valued: 'n', long: ['interval'] }).join(' ')),
  ssh: ({ args, input, follower }) => {
    const rest = afterOptions(args, { valued: 'bBcDEeFIiJLlmOopQRSwW' }).slice(1);
    if (rest.length > 0) follower.follow(rest.join(' '));
    else if (input) follower.follow(input());
    return undefined;
  },
  at: stdinCode,
  batch: stdinCode,
  tmux: ({ args, follower }) => {
    for (const word of operands(args.slice(1), { valued: 'tsncFxy' })) {
      if (/\s/.test(word)) follower.follow(word);
    }
    return undefined;
  },
  screen: ({ args, input, follower }) =>
    follower.invoke(afterOptions(args, { valued: 'SctpTeh' }), input),
  git: ({ args, follower }) => {
    // An alias that starts with `!`, a pager, an editor: git runs them by the shell.
    for (const value of optionValues(args.slice(0, 8), 'c')) {
      const code = /^[\w.-]+=(.*)$/s.exec(value)?.[1] ?? '';
      if (/^(alias|core\.(pager|editor|sshcommand|fsmonitor|hookspath)|pager|diff)/i.test(value)) {
        follower.follow(code.replace(/^!/, ''));
      }
    }
    const forEach = args.indexOf('foreach');
    if (args[0] === 'submodule' && forEach >= 0) follower.follow(args.slice(forEach + 1).join(' '));
    const exec = args[0] === 'bisect' && args[1] === 'run' ? args.slice(2) : [];
    if (exec.length > 0) follower.invoke(exec, undefined);
    for (const code of args[0] === 'rebase' ? optionValues(args, 'x', ['exec']) : []) {
      follower.follow(code);
    }
    return undefined;
  },
  tar: ({ args, follower }) => {
    const actions = optionValues(args, 'I', [
      'to-command',
      'checkpoint-action',
      'use-compress-program',
    ]);
    for (const action of actions) follower.follow(action.replace(/^exec=/, ''));
    return undefined;
  },
  sed: ({ args, follower }) => {
    // GNU sed runs code by the command `e` and by the flag of the same name.
    for (const script of operands(args)) {
      const code = /(?:^|[;\d$}])\s*e\s+(.+)$/m.exec(script)?.[1];
      if (code) follower.follow(code);
      const replaced = /^s(.)(?:\\.|(?!\1).)*\1((?:\\.|(?!\1).)*)\1[gIpmM\d]*e/s.exec(script);
      if (replaced) follower.follow(replaced[2]!.replaceAll(`\\${replaced[1]!}`, replaced[1]!));
    }
    return undefined;
  },
  vim: editorCode,
  vi: editorCode,
  nvim: editorCode,
  ex: editorCode,
  npx: (call) => codeAfter(call, 'c', ['call']),
  npm: packageScripts,
  pnpm: packageScripts,
  yarn: packageScripts,
  make: recipes,
  gmake: recipes,
  just: recipes,
  cmd: ({ args, follower }) => {
    follower.observer.windowsCode(
      args.slice(args.findIndex((word) => /^\/[ckr]$/i.test(word)) + 1).join(' '),
      'cmd',
    );
    return unknown;
  },
  powershell: powershell,
  pwsh: powershell,
};

function codeAfter(
  { args, input, follower }: Call,
  letters: string,
  long: string[],
): string | undefined {
  const codes = optionValues(args, letters, long);
  for (const code of codes) follower.follow(code, { input });
  return codes.length > 0 ? unknown : undefined;
}

function stdinCode({ input, follower }: Call): undefined {
  if (input) follower.follow(input());
  return undefined;
}

function editorCode({ args, follower }: Call): undefined {
  for (const word of args) {
    const code = /^\+?:?!(.+)$/s.exec(word)?.[1];
    if (code) follower.follow(code);
  }
  return undefined;
}

function powershell({ args, input, follower }: Call): string {
  const encoded = args.findIndex((word) => /^-e(nc|ncodedcommand|c)?$/i.test(word));
  if (encoded >= 0) {
    const code = Buffer.from(args[encoded + 1] ?? '', 'base64').toString('utf16le');
    follower.observer.windowsCode(code, 'powershell');
  }
  const start = args.findIndex((word) => /^-c(ommand)?$/i.test(word));
  const code = start >= 0 ? args.slice(start + 1).join(' ') : (input?.() ?? '');
  if (code !== '') follower.observer.windowsCode(code, 'powershell');
  return unknown;
}

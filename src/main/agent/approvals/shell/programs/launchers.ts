import { afterOptions, type OptionSpec } from './options.ts';

/** A program that starts the program named by its operands. */
interface Launcher extends OptionSpec {
  /** Operands of its own before the program: the duration of `timeout`. */
  own?: number;
  /** `NAME=value` words before the program set its environment. */
  assignments?: boolean;
}

/** One row each; a name of two words is a program and its subcommand. */
const launchers: Record<string, Launcher> = {
  sudo: {
    valued: 'uUgCDhpRrtTa',
    long: ['user', 'group', 'host', 'chdir', 'prompt', 'role', 'type', 'close-from', 'chroot'],
    assignments: true,
  },
  doas: { valued: 'uC' },
  pkexec: { long: ['user'] },
  gsudo: {},
  run0: { long: ['user', 'unit', 'property'] },
  env: { valued: 'uCa', long: ['unset', 'chdir', 'argv0'], assignments: true },
  nohup: {},
  setsid: {},
  disown: {},
  command: {},
  builtin: {},
  exec: { valued: 'a' },
  busybox: {},
  toybox: {},
  time: { valued: 'of', long: ['output', 'format'] },
  nice: { valued: 'n', long: ['adjustment'] },
  ionice: { valued: 'cnpPu', long: ['class', 'classdata'] },
  timeout: { valued: 'ks', long: ['kill-after', 'signal'], own: 1 },
  gtimeout: { valued: 'ks', long: ['kill-after', 'signal'], own: 1 },
  stdbuf: { valued: 'ioe', long: ['input', 'output', 'error'] },
  unbuffer: {},
  chrt: { valued: 'TPD', own: 1 },
  taskset: { own: 1 },
  numactl: { valued: 'NmCip' },
  cpulimit: { valued: 'lpeP' },
  prlimit: {},
  setpriv: {},
  setarch: { own: 1 },
  caffeinate: { valued: 'tw' },
  strace: { valued: 'eopsuEPaIOX' },
  ltrace: { valued: 'eopsunal' },
  chroot: { long: ['userspec', 'groups'], own: 1 },
  unshare: { valued: 'SGRw', long: ['setuid', 'setgid', 'root', 'wd'] },
  nsenter: { valued: 'tSG', long: ['target'] },
  runuser: { valued: 'ugG' },
  'systemd-run': { valued: 'pEu', long: ['unit', 'property', 'uid', 'gid', 'setenv'] },
  'systemd-inhibit': { long: ['what', 'who', 'why', 'mode'] },
  firejail: {},
  gosu: { own: 1 },
  'su-exec': { own: 1 },
  wsl: { valued: 'du', long: ['distribution', 'user', 'exec'] },
  fakeroot: { valued: 'lisu' },
  faketime: { own: 1 },
  'xvfb-run': { valued: 'aensfpw' },
  'dbus-run-session': {},
  'dbus-launch': {},
  entr: {},
  npx: { valued: 'pc', long: ['package', 'call'] },
  bunx: {},
  pnpx: {},
  uvx: { long: ['from', 'with'] },
  pipx: { own: 1 },
  'npm exec': { valued: 'p', long: ['package'] },
  'npm x': { valued: 'p', long: ['package'] },
  'pnpm exec': {},
  'pnpm dlx': {},
  'yarn exec': {},
  'yarn dlx': {},
  'bun x': {},
  'uv run': { long: ['with', 'python', 'project', 'directory'] },
  'poetry run': {},
  'pipenv run': {},
  'pdm run': {},
  'rye run': {},
  'hatch run': {},
  'bundle exec': {},
  'conda run': { valued: 'np', long: ['name', 'prefix'] },
  'mise exec': {},
  'direnv exec': { own: 1 },
  'op run': {},
  'doppler run': {},
  'dotenv run': {},
};

/** The program (with its arguments) that a launcher starts; undefined for everything that is none. */
export function launched(name: string, args: readonly string[]): string[] | undefined {
  if (/^ld(-linux[\w-]*|-musl[\w-]*)?\.so(\.\d+)*$/.test(name)) return afterOptions(args);
  const [first = ''] = args;
  const two = Object.hasOwn(launchers, `${name} ${first}`);
  const key = two ? `${name} ${first}` : name;
  const launcher = Object.hasOwn(launchers, key) ? launchers[key] : undefined;
  if (!launcher) return undefined;
  let rest = afterOptions(two ? args.slice(1) : args, launcher);
  if (launcher.assignments) {
    const start = rest.findIndex((word) => !/^\w+=/.test(word));
    rest = start < 0 ? [] : rest.slice(start);
  }
  rest = rest.slice(launcher.own ?? 0);
  if (rest[0] === '--') rest = rest.slice(1);
  // `npx --yes tool@1.2.3`: the version is no part of the name.
  if (/^(np|bun|pnp)x$|^(npm|pnpm|yarn) /.test(key) && rest[0]) {
    rest[0] = rest[0].replace(/(?<=.)@[^@/]*$/, '');
  }
  // `uv run tool.py` runs the file with Python.
  if (key.endsWith(' run') && rest[0]?.endsWith('.py')) rest.unshift('python');
  return rest;
}

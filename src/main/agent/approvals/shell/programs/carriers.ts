import type { Call } from './follower.ts';
import { optionValues } from './options.ts';

/** Programs that hand the value of an option to a shell: short letters, long names. */
const options: Record<string, { letters: string; long: readonly string[] }> = {
  rsync: { letters: 'e', long: ['rsh', 'rsync-path'] },
  scp: { letters: 'S', long: [] },
  sftp: { letters: 'S', long: [] },
  sort: { letters: '', long: ['compress-program'] },
  split: { letters: '', long: ['filter'] },
  wget: { letters: '', long: ['use-askpass'] },
  man: { letters: 'PH', long: ['pager', 'html'] },
  zip: { letters: '', long: ['unzip-command'] },
  npm: { letters: 'c', long: ['script-shell', 'call'] },
  sg: { letters: 'c', long: [] },
  capsh: { letters: 'c', long: [] },
  mutt: { letters: 'e', long: [] },
};

/** What leads from the language of a program to a shell, in its arguments or its input. */
const escapes: Record<string, RegExp> = {
  ssh: /(?:Proxy|Local)Command[= ]\s*(.+)/i,
  scp: /ProxyCommand[= ]\s*(.+)/i,
  sftp: /ProxyCommand[= ]\s*(.+)/i,
  ed: /^\s*!(.+)/m,
  ex: /^\s*:?!(.+)/m,
  bc: /^\s*!(.+)/m,
  dc: /!(.+)/,
  ftp: /^\s*!(.+)/m,
  less: /^\+!(.+)/,
  more: /^\+!(.+)/,
  psql: /\\!\s*(.+)/,
  mysql: /\\!\s*(.+)|\bsystem\s+(.+)/,
  mariadb: /\\!\s*(.+)|\bsystem\s+(.+)/,
  sqlite3: /\.(?:shell|system)\s+(.+)/,
  gdb: /\b(?:shell|!)\s*(.+)/,
  gnuplot: /(?:^|[;\s])!(.+)|system\s*\(?\s*["'](.+)["']/,
  expect: /\b(?:spawn|exec|system)\s+(.+)/,
  tclsh: /\bexec\s+(.+)/,
  wish: /\bexec\s+(.+)/,
  emacs: /(?:shell-command|call-process|start-process)\S*\s+"(.+)"/,
  Rscript: /\bsystem2?\s*\(\s*["'](.+?)["']/,
  R: /\bsystem2?\s*\(\s*["'](.+?)["']/,
  julia: /`(.+?)`/,
  guile: /\(system\*?\s+"(.+?)"/,
  octave: /\bsystem\s*\(\s*["'](.+?)["']/,
  make: /^SHELL=(.+)/,
  gmake: /^SHELL=(.+)/,
  timeit: /(?:os\s*\.\s*system|\.system|popen)\s*\(\s*["'](.+?)["']/,
  cmake: /COMMAND\s+(.+?)\s*\)/,
};

/** Programs whose first words are folders and options of all kinds, and the rest a command. */
const wrappers = /^(bwrap|proot|capsh|unshare|gdb|docker-init|tini|dumb-init|s6-setuidgid)$/;

/** Whether other programs hand the value of this variable to a shell. */
export function namesProgram(variable: string): boolean {
  return /^((GIT_|MAN|SYSTEMD_)?PAGER|(GIT_|GIT_SEQUENCE_)?EDITOR|VISUAL|BROWSER)$/.test(variable);
}

/** Follows shell code that a program carries in an option, in its own language, or after its own words. */
export function carriers({ name, args, input, follower }: Call): void {
  const spec = Object.hasOwn(options, name) ? options[name]! : undefined;
  for (const code of spec ? optionValues(args, spec.letters, spec.long) : []) follower.follow(code);
  if (/^n?pm$/.test(name) && args.includes('script-shell')) follower.follow(args.at(-1) ?? '');
  if (name === 'zip') {
    args.forEach((word, at) => word === '-TT' && follower.follow(args[at + 1] ?? ''));
  }
  if (/^g?make$/.test(name)) {
    for (const text of optionValues(args, 'E', ['eval'])) {
      for (const line of text.split('\n').filter((one) => /^\s/.test(one))) {
        follower.follow(line.trim());
      }
    }
  }
  const escape = Object.hasOwn(escapes, name) ? escapes[name]! : undefined;
  for (const text of escape ? [...args, input?.() ?? ''] : []) {
    const found = escape!.exec(text);
    const code = found?.slice(1).find((group) => group !== undefined);
    if (code !== undefined) follower.follow(code);
  }
  if (wrappers.test(name)) {
    const starts = args.flatMap((word, at) => (/^[-/.~]/.test(word) ? [] : [at])).slice(0, 8);
    for (const at of starts) follower.invoke(args.slice(at), input);
  }
}

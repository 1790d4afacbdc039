import { accessSync, constants } from 'node:fs';
import { reportingScript } from './shell-report.ts';

/** A program and its arguments, ready to be spawned. */
export interface ShellInvocation {
  file: string;
  args: string[];
  /** Windows only: the arguments are already quoted as cmd.exe wants them. */
  verbatim: boolean;
  /** The same for a namespace of processes to itself, see {@link supervise}. */
  inNamespace?: { file: string; args: string[] };
}

/**
 * Runs a command in a namespace of processes to itself, where there is nobody but the first process
 * and this shell. When the command has ended, what it left running gets 15 times 20 ms to end too;
 * for what has not, one line goes to descriptor 4. All ends with this shell, which therefore waits
 * for a command that was asked to end.
 */
const supervise = `trap : TERM
"$@" 2>&1 4>&-
code=$?
turn=0
while set -- /proc/[0-9]*; [ $# -gt 2 ] && [ $turn -lt 15 ]; do
  turn=$((turn + 1))
  sleep 0.02
done
[ $# -le 2 ] || echo left >&4
exit $code`;

/** Where systems keep Bash; a search path could lead to a program of another name's making. */
const bashPlaces = [
  '/bin/bash',
  '/usr/bin/bash',
  '/usr/local/bin/bash',
  '/opt/homebrew/bin/bash',
  '/run/current-system/sw/bin/bash',
];

/**
 * The shell that runs commands: Bash where there is one, else `sh`. Never the person's own: commands
 * are judged by Bash's grammar, and zsh or fish would read some of them otherwise.
 * @returns absolute path; on Windows cmd.exe
 */
export function commandShell(
  platform: NodeJS.Platform,
  environment: Record<string, string | undefined>,
): string {
  if (platform === 'win32') return environment['ComSpec'] ?? 'cmd.exe';
  return bashPlaces.find(isExecutable) ?? '/bin/sh';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us.
    return false;
  }
}

/**
 * How a command is run by {@link commandShell}.
 * On POSIX a small `sh` first joins stderr to stdout and then becomes that shell: with one pipe for
 * both, what a program wrote stays in the order in which it wrote it. Programs that start a shell
 * by `$SHELL` get the same one.
 * On macOS it is a login shell: an app started from the Dock has no search path but a login
 * shell's profile sets one. On Windows it is cmd.exe, with UTF-8 output.
 * @param reports whether the shell says at its end, on descriptor 3, where the command left it; not on Windows
 */
export function shellInvocation(
  command: string,
  platform: NodeJS.Platform,
  environment: Record<string, string | undefined>,
  reports = false,
): ShellInvocation {
  const shell = commandShell(platform, environment);
  if (platform === 'win32') {
    const line = `"chcp 65001>nul & ${command}"`;
    return { file: shell, args: ['/d', '/s', '/c', line], verbatim: true };
  }
  const script = reports ? [reportingScript(shell), shell, command] : [command];
  const flag = platform === 'darwin' ? '-lc' : '-c';
  return {
    file: '/bin/sh',
    args: ['-c', 'export SHELL="$0"; exec "$0" "$@" 2>&1', shell, flag, ...script],
    verbatim: false,
    inNamespace: {
      file: '/bin/sh',
      args: ['-c', `export SHELL="$1"\n${supervise}`, 'sh', shell, flag, ...script],
    },
  };
}

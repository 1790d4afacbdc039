/** A program and its arguments, ready to be spawned. */
export interface ShellInvocation {
  file: string;
  args: string[];
  /** Windows only: the arguments are already quoted as cmd.exe wants them. */
  verbatim: boolean;
}

/**
 * How a command is run by the user's shell.
 * On POSIX a small `sh` first joins stderr to stdout and then becomes that shell: with one pipe for
 * both, what a program wrote stays in the order in which it wrote it.
 * On macOS it is a login shell: an app started from the Dock has no search path but a login
 * shell's profile sets one. On Windows it is cmd.exe, with UTF-8 output.
 */
export function shellInvocation(
  command: string,
  platform: NodeJS.Platform,
  environment: Record<string, string | undefined>,
): ShellInvocation {
  if (platform === 'win32') {
    const file = environment['ComSpec'] ?? 'cmd.exe';
    const line = `"chcp 65001>nul & ${command}"`;
    return { file, args: ['/d', '/s', '/c', line], verbatim: true };
  }
  const shell = environment['SHELL'] || '/bin/sh';
  const flag = platform === 'darwin' ? '-lc' : '-c';
  return {
    file: '/bin/sh',
    args: ['-c', 'exec "$0" "$1" "$2" 2>&1', shell, flag, command],
    verbatim: false,
  };
}

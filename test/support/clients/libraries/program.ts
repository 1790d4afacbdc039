import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { within } from './driver.ts';
import type { Installed } from './installed.ts';

/** How a program has ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program as a person does in a terminal, in the client's folder, and waits for its end.
 * @param stop presses Ctrl-C; a program that does not end by it within 10 seconds is killed
 * @throws {Error} with what it said, when it is not over after 170 seconds
 */
export async function runProgram(
  { env }: Installed,
  [command, ...args]: [string, ...string[]],
  {
    folder,
    more = {},
    stop,
  }: { folder: string; more?: NodeJS.ProcessEnv; stop?: AbortSignal | undefined },
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...env, HOME: folder, NO_COLOR: '1', TERM: 'dumb', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, which a terminal's Ctrl-C reaches as a whole.
    detached: true,
  });
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, name);
  };
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = once(child, 'close');
  let kill: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    signal('SIGINT');
    kill = setTimeout(() => signal('SIGKILL'), 10_000);
  };
  stop?.addEventListener('abort', interrupt, { once: true });
  try {
    await within(170_000, ended, () => `${command} is not over: ${said.stdout}${said.stderr}`);
    return { code: child.exitCode, ...said };
  } finally {
    clearTimeout(kill);
    stop?.removeEventListener('abort', interrupt);
    signal('SIGKILL');
  }
}

/** The objects of an output that is a line of JSON each; other lines are left out. */
export function jsonLines<Line>(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** What a program said at its end, short enough to be shown. */
export function wordsOf({ code, stdout, stderr }: Ended): string {
  return `exit code ${code}: ${stdout.slice(-1500)}\n${stderr.slice(-1500)}`;
}

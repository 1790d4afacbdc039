import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A server of somebody else's, in a process group of its own. */
export interface ServedProgram {
  /** Ends it and all that it has started. */
  close(): Promise<void>;
}

export interface ServedProgramOptions {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Answers 200 as soon as the program serves. */
  readyUrl: string;
  readyWithinMs: number;
}

/**
 * Starts it and waits until it serves.
 * @throws {Error} with its last words, where it ends before that or takes too long
 */
export async function startProgram(options: ServedProgramOptions): Promise<ServedProgram> {
  const { command, args, env, cwd, readyUrl } = options;
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  }
  const ended = once(child, 'close');
  const close = async (): Promise<void> => {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
    await ended;
  };
  const until = Date.now() + options.readyWithinMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended. It said: ${said}`);
    const ready = await fetch(readyUrl).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { close };
    if (Date.now() > until) {
      await close();
      throw new Error(`${command} did not serve in time. It said: ${said}`);
    }
    await delay(250);
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Programs that belong together. They end with `end`, or with this process. */
export class ProcessGroup {
  readonly #started: ChildProcess[] = [];
  readonly #onExit = () => this.#signal('SIGKILL');

  constructor() {
    process.once('exit', this.#onExit);
  }

  /** Starts a program in a process group of its own; file descriptor 3 is a pipe to read from. */
  start(command: string, args: string[], env: Record<string, string>): ChildProcess {
    const stdio = ['ignore' as const, 'pipe' as const, 'ignore' as const, 'pipe' as const];
    const child = spawn(command, args, { env, stdio, detached: true });
    child.stdout?.resume();
    // Reported by whoever waits for the program; without a listener it would end the test run.
    child.on('error', () => this.#started.splice(this.#started.indexOf(child), 1));
    this.#started.push(child);
    return child;
  }

  /** Starts a program and gives the first line that it writes to this file descriptor. */
  async startAndRead(
    descriptor: 1 | 3,
    command: string,
    args: string[],
    env: Record<string, string>,
  ) {
    const child = this.start(command, args, env);
    const stream = child.stdio[descriptor] as Readable;
    const failed = once(child, 'exit').then(() => {
      throw new Error(`${command} ended before it was ready.`);
    });
    const read = (async () => {
      let text = '';
      for (;;) {
        const [chunk] = (await once(stream, 'data')) as [Buffer];
        text += chunk.toString();
        if (text.includes('\n')) return text.trim();
      }
    })();
    // The loser of the race is left alone: its late failure is nobody's business.
    read.catch(() => undefined);
    failed.catch(() => undefined);
    return Promise.race([read, failed]);
  }

  /** Ends all programs, the last one first, and waits until they are gone. */
  async end() {
    process.off('exit', this.#onExit);
    this.#signal('SIGTERM');
    const gone = Promise.all(this.#running().map((child) => once(child, 'exit')));
    await Promise.race([gone, delay(3_000, undefined, { ref: false })]);
    this.#signal('SIGKILL');
    await gone;
  }

  #running() {
    return this.#started.filter((child) => child.exitCode === null && child.signalCode === null);
  }

  #signal(signal: NodeJS.Signals) {
    for (const { pid } of this.#running().toReversed()) {
      if (pid !== undefined) process.kill(-pid, signal);
    }
  }
}

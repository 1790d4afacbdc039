import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome, Place, StartedClient, Task } from './client.ts';
import type { Installed } from './installed.ts';

/** What a driver writes, one line of JSON for each task. */
type Line = { id: number } & ({ outcome: Outcome } | { error: string });

/**
 * Runs a small program in the client's own language that does tasks as they come: a line of JSON on
 * its standard input for each (`{ id, task }`) and for each that is stopped (`{ id, stop: true }`), and
 * a line on file descriptor 3 for each that has ended. See `drivers/job.py` and `drivers/job.mjs`.
 * @param command the program and its arguments
 */
export function startDriver(
  { version, env }: Installed,
  [program, ...args]: [string, ...string[]],
  { base, key, folder }: Place,
): StartedClient {
  const child = spawn(program, args, {
    cwd: folder,
    env: {
      ...env,
      HOME: folder,
      HERMES_BASE: base,
      HERMES_KEY: key,
      NO_COLOR: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const waiting = new Map<number, (line: Line) => void>();
  const answers = createInterface({ input: child.stdio[3] as Readable });
  answers.on('line', (text) => {
    const line = JSON.parse(text) as Line;
    waiting.get(line.id)?.(line);
  });
  child.on('close', () => {
    for (const [id, tell] of waiting) tell({ id, error: `The driver ended: ${said}` });
  });
  // What is written to a driver that has ended is answered above.
  child.stdin.on('error', () => {});
  const write = (line: object): void => void child.stdin.write(`${JSON.stringify(line)}\n`);
  let tasks = 0;

  return {
    version,
    async ask(task: Task, stop?: AbortSignal) {
      const id = (tasks += 1);
      const answered = new Promise<Line>((resolve) => waiting.set(id, resolve));
      if (child.exitCode !== null) throw new Error(`The driver ended: ${said}`);
      write({ id, task });
      stop?.addEventListener('abort', () => write({ id, stop: true }), { once: true });
      const line = await within(120_000, answered, () => `No answer in 120 s. It said: ${said}`);
      waiting.delete(id);
      if ('error' in line) throw new Error(line.error);
      return line.outcome;
    },
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** @throws {Error} with these words when nothing has come after so many milliseconds */
export async function within<Value>(
  ms: number,
  value: Promise<Value>,
  words: () => string,
): Promise<Value> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(words());
  });
  late.catch(() => {});
  return Promise.race([value, late]).finally(() => timer.abort());
}

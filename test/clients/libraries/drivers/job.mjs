import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

// Does the tasks that come as lines of JSON: see test/support/clients/libraries/driver.ts.

export const base = process.env.HERMES_BASE;
export const key = process.env.HERMES_KEY;

/** What the client's own tool gives. */
export const weather = (city) => `Sunny in ${city}, 21 degrees`;

/** @param ask does a task with the client; is given a signal that a person stops it by */
export function serve(ask) {
  const answers = createWriteStream('', { fd: 3 });
  const running = new Map();
  const work = async (id, task) => {
    const stopped = new AbortController();
    running.set(id, stopped);
    const tell = (what) => answers.write(`${JSON.stringify({ id, ...what })}\n`);
    try {
      tell({ outcome: await ask(task, stopped.signal) });
    } catch (error) {
      tell({ error: `${error?.stack ?? error} ${JSON.stringify(error?.cause ?? null)}` });
    }
  };
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, task, stop } = JSON.parse(line);
    if (stop) running.get(id)?.abort();
    else void work(id, task);
  });
  process.on('unhandledRejection', (reason) => console.error('unhandled', reason));
}

import { setTimeout as delay } from 'node:timers/promises';
import { newClient, readStream } from './load.mjs';
import { startHost } from './processes.mjs';
import { median } from './statistics.mjs';

const starts = 7;
/** Until a host has done what it does after its start, in milliseconds. */
const settleMs = 1500;

/** Time to the first token of the first request after a start, against that of the tenth. */
export async function firstRequest({ upstream }) {
  const first = [];
  const tenth = [];
  for (let start = 0; start < starts; start += 1) {
    const host = await startHost(upstream);
    const agent = newClient();
    try {
      await delay(settleMs);
      const times = [];
      for (let request = 0; request < 10; request += 1) {
        times.push(await readStream(host.url, { tokens: 1, rate: 0, agent }));
      }
      first.push(times.at(0));
      tenth.push(times.at(-1));
    } finally {
      agent.destroy();
      await host.stop();
    }
  }
  return {
    figure: 'time to first token of the first request after a start, against the tenth',
    unit: 'ms',
    baseline: median(tenth),
    value: median(first),
    target: { atMost: 2 },
  };
}

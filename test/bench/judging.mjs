import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, newClient, readStream } from './load.mjs';
import { startHost } from './processes.mjs';
import { delaysSince } from './searching.mjs';

const commands = 1_000;
const atOnce = 10;
const streams = 20;

/** How late the host's event loop is while it judges long commands and streams are open. */
export async function judgeDelay({ upstream }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-judge-'));
  const delays = path.join(folder, 'delays.json');
  const host = await startHost(upstream, {
    nodeArgs: ['--import', path.join(import.meta.dirname, 'event-loop-delay.mjs')],
    env: { BENCH_DELAYS: delays, HERMES_WORKSPACE: path.join(folder, 'workspace') },
  });
  const agent = newClient();
  const judge = () => ask(host.url, { text: `tokens=1 rate=0 judge=${atOnce}`, agent });
  try {
    await judge();
    await delaysSince(host, delays);
    const judging = (async () => {
      for (let judged = 0; judged < commands; judged += atOnce) await judge();
    })();
    const streaming = Array.from({ length: streams }, () =>
      readStream(host.url, { tokens: 200, rate: 20, agent }),
    );
    await Promise.all([judging, ...streaming]);
    const { p99, max } = await delaysSince(host, delays);
    process.stderr.write(`  longest delay ${max.toFixed(1)} ms\n`);
    return {
      figure: `event-loop delay p99, ${commands.toLocaleString('en')} commands of up to 64 KiB judged beside ${streams} streams`,
      unit: 'ms',
      baseline: null,
      value: p99,
      target: { atMost: 50 },
    };
  } finally {
    agent.destroy();
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

import { performance } from 'node:perf_hooks';
import { ask, newClient } from './load.mjs';
import { startHost } from './processes.mjs';
import { median } from './statistics.mjs';

const rounds = 60;

/** What the wall adds to a run whose tool runs `true`: two hosts, one without, asked in turn. */
export async function walledCommand({ upstream }) {
  const [inside, outside] = await Promise.all(
    ['required', 'off'].map((mode) => startHost(upstream, { env: { HERMES_CONFINEMENT: mode } })),
  );
  const agent = newClient();
  const timed = async (host) => {
    const startedAt = performance.now();
    const answer = await ask(host.url, { text: 'tokens=1 rate=0 run=true', agent });
    if (!answer.includes('exit_code')) throw new Error(`The command was not run: ${answer}`);
    return performance.now() - startedAt;
  };
  try {
    // The first builds what lasts.
    for (const host of [inside, outside]) for (let i = 0; i < 3; i += 1) await timed(host);
    const times = { inside: [], outside: [] };
    for (let round = 0; round < rounds; round += 1) {
      times.outside.push(await timed(outside));
      times.inside.push(await timed(inside));
    }
    const [within, without] = [median(times.inside), median(times.outside)];
    const spoken = [without, within].map((value) => value.toFixed(1));
    process.stderr.write(`  ${spoken[0]} ms without the wall, ${spoken[1]} ms inside\n`);
    return {
      figure: 'a run with one command (`true`) inside the wall, more than outside',
      unit: 'ms',
      baseline: null,
      value: within - without,
      target: { atMost: 25 },
    };
  } finally {
    agent.destroy();
    await Promise.all([inside.stop(), outside.stop()]);
  }
}

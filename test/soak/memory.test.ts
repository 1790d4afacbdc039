import { expect, test } from 'vitest';
import { startInstantUpstream } from '../fuzz/instant-upstream.ts';
import { startHeadlessHost } from '../support/headless-host.ts';
import { heldBy, probeArguments, settled, type Held } from './held.ts';
import { largeAnswer, reply, visit, visitWithImage } from './load.ts';

type Answer = Parameters<typeof startInstantUpstream>[0];

/**
 * Makes visits to a built host in steps, and prints after each what the host holds.
 * @param make makes so many visits, counting on from `first`
 * @returns what it held after each step
 */
async function soak(
  answer: Answer,
  { total, step }: { total: number; step: number },
  make: (host: Parameters<typeof visit>[0], first: number, count: number) => Promise<void>,
): Promise<Held[]> {
  const upstream = await startInstantUpstream(answer);
  const host = await startHeadlessHost({ upstream: upstream.url, nodeArguments: probeArguments });
  const rows: Held[] = [];
  try {
    for (let done = 0; done < total; done += step) {
      await make(host, done, step);
      await settled(host);
      const held = await heldBy(host);
      rows.push(held);
      process.stdout.write(`${row(done + step, held)}\n`);
    }
  } finally {
    await host.close();
    await upstream.close();
  }
  return rows;
}

/** Whether the last step left no more than the first one. */
function expectNothingLeft(rows: readonly Held[]): void {
  const [first, last] = [rows[0]!, rows.at(-1)!];
  expect(last.children).toEqual([]);
  expect(last.files).toEqual(first.files);
  for (const [kind, count] of Object.entries(last.resources)) {
    expect(count, kind).toBeLessThanOrEqual(first.resources[kind] ?? 0);
  }
  expect(last.listeners).toBe(first.listeners);
  expect(last.heapUsed + last.external).toBeLessThan(1.1 * (first.heapUsed + first.external));
}

function row(requests: number, held: Held): string {
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1).padStart(6);
  const sum = (counts: Record<string, number>): number =>
    Object.values(counts).reduce((all, one) => all + one, 0);
  return [
    `${String(requests).padStart(6)} requests`,
    `${mib(held.rss)} MiB in memory`,
    `${mib(held.heapUsed + held.external)} MiB in use`,
    `${sum(held.files)} files`,
    `${sum(held.resources)} handles`,
    `${held.listeners} listeners`,
    `${held.children.length} child processes`,
  ].join('   ');
}

test.skipIf(process.platform !== 'linux')(
  'after 10,000 requests the host holds what it held after 1,000',
  async () => {
    const rows = await soak(reply, { total: 10_000, step: 1_000 }, visit);
    expectNothingLeft(rows);
    expect(rows.at(-1)!.rss).toBeLessThan(1.1 * rows[0]!.rss);
  },
);

test.skipIf(process.platform !== 'linux')(
  'after 500 requests with large images, answered at length, it holds what it held after 100',
  async () => {
    // No word on the pages in memory: V8 gives back what was used for megabytes when it likes to.
    expectNothingLeft(await soak(largeAnswer, { total: 500, step: 100 }, visitWithImage));
  },
);

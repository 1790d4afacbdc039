import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzz, startFuzzBench, type FuzzBench } from '../fuzz/fuzz.ts';

let bench: FuzzBench;
beforeAll(async () => {
  bench = await startFuzzBench();
});
afterAll(() => bench.close());

test('10,000 generated requests give no 5xx, and errors and streams of the documented shape', async () => {
  await fuzz(bench, 10_000, 10_000);
  const counts = [...bench.statuses].sort(([a], [b]) => a - b);
  console.log(counts.map(([status, count]) => `${status}: ${count}`).join('   '));
  await expect.poll(() => bench.host.host.runs.active()).toEqual([]);
  expect(bench.host.host.logs.after(0).filter(({ level }) => level === 'error')).toEqual([]);
  expect(bench.statuses.get(200)).toBeGreaterThan(2_000);
});

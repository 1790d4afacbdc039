import { afterAll, beforeAll, expect, it } from 'vitest';
import corpus from '../fuzz/corpus.json' with { type: 'json' };
import { fuzz, startFuzzBench, type FuzzBench } from '../fuzz/fuzz.ts';
import type { FuzzedRequest } from '../fuzz/requests.ts';

let bench: FuzzBench;
beforeAll(async () => {
  bench = await startFuzzBench();
});
afterAll(() => bench.close());

it.each(corpus as { found: string; request: FuzzedRequest }[])(
  'once found: $found',
  async ({ request }) => {
    await bench.fire([request]);
  },
);

it('1,000 generated requests give no 5xx, and errors and streams of the documented shape', async () => {
  await fuzz(bench, 1000, 8642);
  await expect.poll(() => bench.host.host.runs.active()).toEqual([]);
  expect(bench.host.host.logs.after(0).filter(({ level }) => level === 'error')).toEqual([]);
  // Where nearly all requests were refused, nothing would have been tested.
  expect(bench.statuses.get(200)).toBeGreaterThan(200);
});

import { expect, it } from 'vitest';
import { textOf, useRepetitionBench } from './repetition-bench.ts';

const bench = useRepetitionBench({ settings: {}, defaultApprovals: 'ask' });

it('a call that waits for a person when its client gives up waits again, and runs once', async () => {
  const { approvals } = bench.host.host;
  bench.toolTurn = { command: 'rm -rf old; echo line >> lines' };
  bench.afterTool({ text: 'The end' });
  const body = { messages: [{ role: 'user', content: 'Clean up' }] };
  const client = new AbortController();
  const first = bench.post('/v1/chat/completions', body, {}, client.signal);
  await expect.poll(() => approvals.pending().length, { timeout: 15_000 }).toBe(1);
  client.abort();
  await expect(first).rejects.toThrow();
  await bench.runs()[0]!.finished;
  expect(approvals.pending()).toEqual([]);

  const again = bench.post('/v1/chat/completions', body, { 'x-stainless-retry-count': '1' });
  await expect.poll(() => approvals.pending().length, { timeout: 15_000 }).toBe(1);
  approvals.answer(approvals.pending()[0]!.id, 'once');
  expect(await textOf(await again)).toContain('The end');
  expect(await bench.lines()).toBe(1);
  expect(bench.runs()[0]).toMatchObject({ attempts: 2 });
  const types = bench.runs()[0]!.log.events.map(({ type }) => type);
  expect(types.filter((type) => type === 'tool.started')).toHaveLength(1);
});

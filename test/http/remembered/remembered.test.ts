import { describe, expect, it } from 'vitest';
import { runs, shapeOf, user, useRememberedBench } from './remembered-bench.ts';

const bench = useRememberedBench();

describe('a client that sends back only what it saw', () => {
  it('has what its tools found put back, byte for byte as the model service had read it', async () => {
    bench.reply(runs('echo found'), { text: 'I looked' });
    const answer = await bench.chat([user('Look 1')]);
    const first = JSON.stringify(bench.upstream.requests.at(-1)!.body.messages);
    bench.reply({ text: 'Again' });
    await bench.chat([user('Look 1'), answer, user('And?')]);
    const second = JSON.stringify(bench.upstream.requests.at(-1)!.body.messages);
    expect(shapeOf(bench.sent())).toEqual([
      'user',
      'assistant',
      'tool: found',
      'assistant',
      'user',
    ]);
    expect(second.startsWith(first.slice(0, -1))).toBe(true);
    const [run] = bench.host.host.runs.list();
    expect(run!.log.events[1]).toMatchObject({ type: 'run.remembered', turns: 1, calls: 1 });
  });
});

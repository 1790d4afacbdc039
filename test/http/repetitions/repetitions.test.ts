import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asking, minutes } from './asking.ts';
import { fails, textOf, useRepetitionBench } from './repetition-bench.ts';

const bench = useRepetitionBench();
afterEach(() => void vi.restoreAllMocks());

describe.each(Object.entries(asking))('%s that failed after a tool', (_way, [path, body]) => {
  it('goes on when it is sent again: the tool has run once, and the answer is whole', async () => {
    const words = randomUUID();
    bench.afterTool(fails, { text: 'The end' });
    const failed = await textOf(await bench.post(path, body(words)));
    expect(failed === '' || failed === 'Looking').toBe(true);
    const before = bench.upstream.requests.length;
    const again = await textOf(await bench.post(path, body(words)));
    expect(again.replaceAll('\n', '')).toBe('LookingThe end');
    expect(await bench.lines()).toBe(1);
    expect(bench.upstream.requests.length).toBe(before + 1);
    const asked = bench.upstream.requests.at(-1)!.body.messages.slice(1);
    expect(asked.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);

    const [run, ...others] = bench.runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ attempts: 2, status: 'completed' });
    const types = run!.log.events.map(({ type }) => type);
    expect(types.filter((type) => type === 'tool.started')).toHaveLength(1);
    expect(types.filter((type) => type === 'run.resumed')).toHaveLength(1);
    expect(types.at(-1)).toBe('run.completed');
  });

  it('fails again, and again goes on', async () => {
    const words = randomUUID();
    bench.afterTool(fails, fails, fails, { text: 'The end' });
    for (const _ of [1, 2, 3]) await textOf(await bench.post(path, body(words)));
    expect(bench.runs()[0]).toMatchObject({ attempts: 3, status: 'failed' });
    const again = await textOf(await bench.post(path, body(words)));
    expect(again).toContain('The end');
    expect(await bench.lines()).toBe(1);
  });

  it('goes on once for two repetitions at once', async () => {
    const words = randomUUID();
    bench.afterTool(fails, { text: ['The ', 'end'], firstByteDelayMs: 200 });
    await textOf(await bench.post(path, body(words)));
    const texts = await Promise.all(
      [1, 2, 3].map(async () => textOf(await bench.post(path, body(words)))),
    );
    for (const text of texts) expect(text.replaceAll('\n', '')).toBe('LookingThe end');
    expect(await bench.lines()).toBe(1);
    expect(bench.runs()).toHaveLength(1);
  });

  it('can be stopped while it goes on, and is then not begun again by a client', async () => {
    const words = randomUUID();
    bench.afterTool(fails, { hang: 'after-headers' });
    await textOf(await bench.post(path, body(words)));
    const before = bench.upstream.requests.length;
    const again = bench.post(path, body(words));
    await bench.upstream.waitForRequest(before + 1);
    bench.runs()[0]!.cancel('cancelled_by_user');
    await textOf(await again);
    expect(bench.runs()[0]).toMatchObject({ attempts: 2, status: 'cancelled' });
    await textOf(await bench.post(path, body(words), { 'x-stainless-retry-count': '1' }));
    expect(bench.runs()).toHaveLength(1);
    expect(await bench.lines()).toBe(1);
  });

  it('that goes on is whole again once it is over: asked anew, it runs anew', async () => {
    const words = randomUUID();
    bench.afterTool(fails, { text: 'The end' });
    await textOf(await bench.post(path, body(words)));
    await textOf(await bench.post(path, body(words)));
    await textOf(await bench.post(path, body(words)));
    expect(await bench.lines()).toBe(2);
    expect(bench.runs()).toHaveLength(2);
  });

  it('is not gone on with 11 minutes later, but after 9', async () => {
    const words = randomUUID();
    bench.afterTool(fails, fails, { text: 'The end' });
    await textOf(await bench.post(path, body(words)));
    minutes(9);
    await textOf(await bench.post(path, body(words)));
    expect(await bench.lines()).toBe(1);
    vi.restoreAllMocks();
    minutes(20);
    await textOf(await bench.post(path, body(words)));
    expect(await bench.lines()).toBe(2);
  });
});

const [chatPath, chat] = asking['a chat']!;
const [responsesPath, response] = asking['a response']!;

describe('what is no repetition', () => {
  it.each(Object.entries(asking))(
    'is a completed answer that is asked for again: %s',
    async (_way, [path, body]) => {
      const words = randomUUID();
      // AnythingLLM sends this number each time.
      const headers = { 'x-stainless-retry-count': '2' };
      for (const _ of [1, 2]) await textOf(await bench.post(path, body(words), headers));
      expect(await bench.lines()).toBe(2);
    },
  );

  it('is a completed answer that was heard, whatever the request says', async () => {
    const words = randomUUID();
    for (const retries of ['0', '1']) {
      const headers = { 'x-stainless-retry-count': retries };
      await textOf(await bench.post(chatPath, chat(words), headers));
    }
    expect(await bench.lines()).toBe(2);
  });

  it.each<[string, object, Record<string, string>]>([
    ['in another chat', {}, { 'X-Hermes-Session-Id': 'other' }],
    ['to another model', { model: 'other' }, {}],
    ['with other tools', { tools: [{ type: 'function', function: { name: 'x' } }] }, {}],
    ['after other words', { messages: [{ role: 'user', content: 'edited' }] }, {}],
    ['to be answered in JSON', { response_format: { type: 'json_object' } }, {}],
  ])('are the same words %s', async (_how, more, headers) => {
    const words = randomUUID();
    bench.afterTool(fails);
    await textOf(await bench.post(chatPath, chat(words), { 'X-Hermes-Session-Id': 'one' }));
    await textOf(
      await bench.post(chatPath, chat(words, more), { 'X-Hermes-Session-Id': 'one', ...headers }),
    );
    expect(await bench.lines()).toBe(2);
  });

  it('are the same words under another key', async () => {
    const words = randomUUID();
    bench.afterTool(fails);
    await textOf(await bench.post(chatPath, chat(words)));
    bench.host.host.secrets.set('apiKey', 'sk-hermes-another');
    const headers = { Authorization: 'Bearer sk-hermes-another' };
    await textOf(await bench.post(chatPath, chat(words), headers));
    bench.host.host.secrets.set('apiKey', bench.host.key!);
    expect(await bench.lines()).toBe(2);
  });

  it('is the same question once its conversation has gone on', async () => {
    const conversation = randomUUID();
    bench.afterTool(fails, { text: 'Two' }, { text: 'Three' });
    await textOf(await bench.post(responsesPath, response('one', { conversation })));
    await textOf(await bench.post(responsesPath, response('two', { conversation })));
    await textOf(await bench.post(responsesPath, response('one', { conversation })));
    expect(await bench.lines()).toBe(3);
    const said = bench.upstream.requests
      .at(-1)!
      .body.messages.filter(({ role }) => role === 'user');
    expect(said.map(({ content }) => (content as string).trim().split('\n').at(-1))).toEqual([
      'one',
      'two',
      'one',
    ]);
  });

  it('is a response that was deleted meanwhile', async () => {
    const words = randomUUID();
    bench.afterTool(fails, { text: 'The end' });
    await textOf(await bench.post(responsesPath, response(words)));
    const id = bench.runs()[0]!.id.replace('run_', 'resp_');
    const { headers, url } = bench.host;
    await fetch(`${url}/v1/responses/${id}`, { method: 'DELETE', headers });
    await textOf(await bench.post(responsesPath, response(words)));
    expect(await bench.lines()).toBe(2);
  });
});

describe('a repetition', () => {
  it.each<[string, object, object]>([
    ['that streams', {}, { stream: true, stream_options: { include_usage: true } }],
    ['that does not', { stream: true }, {}],
    [
      'with its own notes',
      { metadata: { at: '1' }, user: 'a' },
      { metadata: { at: '2' }, user: 'b' },
    ],
    ['with another temperature', { temperature: 0 }, { temperature: 1 }],
    [
      'that tells another time of day',
      {
        messages: [
          { role: 'system', content: 'It is 19:53:01.' },
          { role: 'user', content: 'W' },
        ],
      },
      {
        messages: [
          { role: 'system', content: 'It is 19:54:22.' },
          { role: 'user', content: 'W' },
        ],
      },
    ],
    [
      'whose messages have other ids',
      { messages: [{ id: 'a', role: 'user', content: 'V' }] },
      { messages: [{ id: 'b', role: 'user', content: 'V' }] },
    ],
  ])('is one %s', async (_how, first, second) => {
    const words = randomUUID();
    bench.afterTool(fails, { text: 'The end' });
    await textOf(await bench.post(chatPath, chat(words, first)));
    const again = await textOf(await bench.post(chatPath, chat(words, second)));
    expect(again.replaceAll('\n', '')).toBe('LookingThe end');
    expect(await bench.lines()).toBe(1);
  });

  it('has the id of the answer it goes on with, and its response is stored as one', async () => {
    const conversation = randomUUID();
    bench.afterTool(fails, { text: 'The end' }, { text: 'Next' });
    await textOf(await bench.post(responsesPath, response('one', { conversation })));
    const answer = await bench.post(responsesPath, response('one', { conversation }));
    const { id } = (await answer.json()) as { id: string };
    expect(id).toBe(bench.runs()[0]!.id.replace('run_', 'resp_'));
    const { headers, url } = bench.host;
    const stored = await fetch(`${url}/v1/responses/${id}`, { headers });
    expect(await stored.json()).toMatchObject({ id, status: 'completed' });
    bench.toolTurn = { command: 'true' };
    await textOf(await bench.post(responsesPath, response('two', { conversation })));
    const said = bench.upstream.requests.at(-1)!.body.messages.slice(1);
    expect(said.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
      'assistant',
      'tool',
    ]);
  });

  it('goes on when the server was switched off in between', async () => {
    const words = randomUUID();
    bench.afterTool({ hang: 'after-headers' }, { text: 'The end' });
    const before = bench.upstream.requests.length;
    const first = bench.post(chatPath, chat(words));
    await bench.upstream.waitForRequest(before + 2);
    await bench.host.host.server.stop();
    await bench.host.host.runs.drain(0, 'server_stopped');
    expect((await first.catch(() => undefined))?.status ?? 400).toBe(400);
    await bench.host.host.server.start();
    expect(await textOf(await bench.post(chatPath, chat(words)))).toContain('The end');
    expect(await bench.lines()).toBe(1);
  });

  it('after a restart of the host is told what is lost, where its key says what it repeats', async () => {
    const words = randomUUID();
    const key = { 'Idempotency-Key': randomUUID() };
    bench.afterTool(fails);
    await textOf(await bench.post(chatPath, chat(words), key));
    await bench.restart();
    const again = await bench.post(chatPath, chat(words), key);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: { code: 'run_failed_after_tools' } });
    expect(await bench.lines()).toBe(1);
  });
});

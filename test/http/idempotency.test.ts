import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { finalResponse, textOf } from '../support/responses-client.ts';
import { useResponsesBench } from './responses/responses-bench.ts';

const bench = useResponsesBench({ settings: { agent: { approvals: 'allow' } } });
const asked = (): number => bench.upstream.requests.length;
const newKey = (): Record<string, string> => ({ 'Idempotency-Key': randomUUID() });

const toolCalls = [{ name: 'search_files', arguments: { pattern: 'x', target: 'files' } }];

describe.each([
  ['/responses', { input: 'Hi' }, { input: 'Something else' }],
  [
    '/chat/completions',
    { messages: [{ role: 'user', content: 'Hi' }] },
    { messages: [{ role: 'user', content: 'Something else' }] },
  ],
])('%s with a key', (path, body, otherBody) => {
  const post = (headers: Record<string, string>, request: object = body): Promise<Response> =>
    bench.client.request('POST', path, request, headers);

  it.each([false, true])(
    'answers a repetition from what is stored (stream: %s)',
    async (stream) => {
      const key = newKey();
      bench.upstream.reply({ text: ['on', 'ce'] });
      const before = asked();
      const first = await (await post(key, { ...body, stream })).text();
      expect(first).toContain(stream ? 'on' : 'once');
      expect(await (await post(key, { ...body, stream })).text()).toBe(first);
      await bench.restart();
      expect(await (await post(key, { ...body, stream })).text()).toBe(first);
      expect(asked()).toBe(before + 1);
    },
  );

  it('attaches a repetition to the run that is under way, from its beginning', async () => {
    const key = newKey();
    const pieces = Array.from({ length: 10 }, (_, index) => `piece ${index}, `);
    bench.upstream.reply({ text: pieces, chunkDelayMs: 100 });
    const before = asked();
    const first = await post(key, { ...body, stream: true });
    let one = '';
    let second: Promise<Response> | undefined;
    for await (const text of first.body!.pipeThrough(new TextDecoderStream())) {
      one += text;
      if (one.includes('piece 1,')) second ??= post(key, { ...body, stream: true });
    }
    expect(await (await second!).text()).toBe(one);
    for (const piece of pieces) expect(one).toContain(piece);
    expect(asked()).toBe(before + 1);
  });

  it('starts one run for many that come at once', async () => {
    const key = newKey();
    bench.upstream.reply({ text: 'once' });
    const before = asked();
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => (await post(key)).text()),
    );
    expect(new Set(answers).size).toBe(1);
    expect(asked()).toBe(before + 1);
  });

  it('refuses another body, during the run and afterwards', async () => {
    const key = newKey();
    bench.upstream.reply({ text: 'slow', firstByteDelayMs: 200 });
    const before = asked();
    const first = post(key);
    await bench.upstream.waitForRequest(before + 1);
    const check = async (): Promise<void> => {
      const refused = await post(key, otherBody);
      expect(refused.status).toBe(409);
      expect(refused.headers.get('x-should-retry')).toBe('false');
      expect(await refused.json()).toMatchObject({ error: { code: 'idempotency_key_reused' } });
    };
    await check();
    expect((await first).status).toBe(200);
    await check();
  });

  it('lets a request that failed before anything was done run again', async () => {
    const key = newKey();
    bench.upstream.reply({ status: 400 });
    expect((await post(key)).ok).toBe(false);
    bench.upstream.reply({ text: 'now' });
    expect(await (await post(key)).text()).toContain('now');
  });

  it('does not run tools again after a failure', async () => {
    const key = newKey();
    const before = asked();
    bench.upstream.reply({ toolCalls }, { status: 400 }, { text: 'now' });
    expect((await post(key)).status).toBe(400);
    expect(await (await post(key)).text()).toContain('now');
    // Only the model call that failed was made again; what came of it is kept.
    expect(bench.messagesOf(before + 3)).toHaveLength(3);
    expect(await (await post(key)).text()).toContain('now');
    expect(asked()).toBe(before + 3);
  });

  it('refuses a key that is too long', async () => {
    expect((await post({ 'Idempotency-Key': 'x'.repeat(256) })).status).toBe(400);
  });
});

describe('a key', () => {
  beforeAll(() => bench.upstream.replyWith(() => ({ text: 'fresh' })));

  it('is one endpoint’s own', async () => {
    const key = newKey();
    const before = asked();
    await bench.client.create({ input: 'Hi' }, key);
    const chat = await bench.client.request(
      'POST',
      '/chat/completions',
      { messages: [{ role: 'user', content: 'Hi' }] },
      key,
    );
    expect(chat.status).toBe(200);
    expect(asked()).toBe(before + 2);
  });

  it('gives the same response, also one that is not stored', async () => {
    for (const store of [true, false]) {
      const key = newKey();
      const first = await bench.client.create({ input: 'Hi', instructions: 'x', store }, key);
      expect(await bench.client.create({ input: 'Hi', instructions: 'x', store }, key)).toEqual(
        first,
      );
    }
  });

  it('adds a turn to a conversation once', async () => {
    const key = newKey();
    const say = (): Promise<unknown> =>
      bench.client.create({ input: 'only once', conversation: 'idem' }, key);
    await Promise.all([say(), say()]);
    await say();
    await bench.client.create({ input: 'next', conversation: 'idem' });
    expect(bench.messagesOf(asked()).map(({ content }) => content)).toEqual([
      'only once',
      'fresh',
      'next',
    ]);
  });

  it('after tools had run tells a client that comes back why its run was stopped', async () => {
    const body = { messages: [{ role: 'user', content: 'Look' }] };
    const ask = (headers: Record<string, string>, signal?: AbortSignal): Promise<Response> =>
      fetch(`${bench.host.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { ...bench.host.headers, ...headers },
        body: JSON.stringify(body),
        signal,
      });
    const key = newKey();
    const before = asked();
    const client = new AbortController();
    bench.upstream.reply({ toolCalls }, { hang: 'before-headers' });
    const first = ask(key, client.signal);
    await bench.upstream.waitForRequest(before + 2);
    client.abort();
    await expect(first).rejects.toThrow();
    // Before the server sees that it is gone, it would find its run under way.
    await expect.poll(() => bench.host.host.runs.active()).toEqual([]);

    // In the same process it would go on.
    await bench.restart();
    const again = await ask(key);
    expect(again.status).toBe(400);
    expect(again.headers.get('x-should-retry')).toBe('false');
    expect(await again.json()).toMatchObject({
      error: {
        code: 'run_cancelled',
        message: expect.stringMatching(/^The client left .* another Idempotency-Key\b/) as string,
      },
    });
    expect(asked()).toBe(before + 2);
    expect((await ask(newKey())).status).toBe(200);
  });

  it('finds a response in the background', async () => {
    const key = newKey();
    const begun = await bench.client.create({ input: 'Hi', background: true }, key);
    const events = await bench.client.replay(begun.id);
    expect(textOf(finalResponse(events))).toBe('fresh');
    expect((await bench.client.create({ input: 'Hi', background: true }, key)).id).toBe(begun.id);
  });
});

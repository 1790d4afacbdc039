import { afterEach, describe, expect, it } from 'vitest';
import { pdfOf } from '../support/pdf-of.ts';
import { endless, says } from '../support/scripted-agents.ts';
import { call, scriptedAgent, startApp, type TestApp, testKey } from '../support/test-app.ts';

let app: TestApp;
afterEach(() => app.close());

const user = { role: 'user', content: 'Hi' };
const chat = (
  body: object = {},
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) => call(app, '/v1/chat/completions', { body: { messages: [user], ...body }, ...init });

const only = <Value>(values: readonly Value[]): Value => {
  expect(values).toHaveLength(1);
  return values[0]!;
};

describe('the queue', () => {
  it('takes what the settings allow, then answers 429 with Retry-After; that may be retried', async () => {
    const { agent, started } = endless();
    app = await startApp({
      agent,
      settings: { server: { maxConcurrentRuns: 1, maxQueuedRuns: 1 } },
    });
    const abort = new AbortController();
    const waiting = [0, 1].map(() => chat({}, { signal: abort.signal }).catch(() => undefined));
    await started;
    await expect.poll(() => app.runs.active().length).toBe(2);
    for (const stream of [false, true]) {
      const response = await chat({ stream });
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(response.headers.has('x-should-retry')).toBe(false);
      expect(await response.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    }
    abort.abort();
    await Promise.all(waiting);
  });

  it('by default runs 10 at once, lets 32 wait, and refuses the next with 429', async () => {
    app = await startApp({ agent: endless().agent });
    const abort = new AbortController();
    const asked = Array.from({ length: 42 }, () =>
      chat({}, { signal: abort.signal }).catch(() => undefined),
    );
    await expect.poll(() => app.runs.active().length, { timeout: 10_000 }).toBe(42);
    await expect
      .poll(() => app.runs.active().map(({ status }) => status), { timeout: 5_000 })
      .toEqual([...Array<string>(10).fill('in_progress'), ...Array<string>(32).fill('queued')]);
    const refused = await chat({}, { signal: AbortSignal.timeout(10_000) });
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('10 runs are under way and 32 wait');
    abort.abort();
    await Promise.all(asked);
  });
});

it('a stream that has begun goes on when its key is replaced; the old key begins no other', async () => {
  let proceed = (): void => {};
  const replaced = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  app = await startApp({
    agent: scriptedAgent(async (_request, { emit }) => {
      emit({ type: 'text.delta', text: 'before ' });
      await replaced;
      emit({ type: 'text.delta', text: 'after' });
    }),
  });
  const response = await chat({ stream: true });
  app.key.value = 'another-key';
  expect((await chat()).status).toBe(401);
  proceed();
  const text = await response.text();
  expect(text).toContain('"content":"after"');
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
});

describe('a client that disconnects', () => {
  it.each([false, true])('stops its run at once (stream: %j)', async (stream) => {
    const { agent, stopped, started } = endless();
    app = await startApp({ agent });
    const abort = new AbortController();
    const response = chat({ stream }, { signal: abort.signal }).then((r) => r.text());
    await started;
    abort.abort();
    await expect(response).rejects.toThrow();
    expect(await stopped).toContain('client_disconnected');
  });

  it('stops its run while it waits in the queue', async () => {
    const { agent, started } = endless();
    app = await startApp({ agent, settings: { server: { maxConcurrentRuns: 1 } } });
    const first = new AbortController();
    const second = new AbortController();
    const calls = [first, second].map(({ signal }) => chat({}, { signal }).catch(() => undefined));
    await started;
    await expect.poll(() => app.runs.active().length).toBe(2);
    second.abort();
    await expect.poll(() => app.runs.active().length).toBe(1);
    first.abort();
    await Promise.all(calls);
  });

  it('lets its run go on for the grace time', async () => {
    const { agent, started, stopped } = endless();
    app = await startApp({ agent, settings: { server: { disconnectGraceSeconds: 1 } } });
    const abort = new AbortController();
    const response = chat({ stream: true }, { signal: abort.signal }).catch(() => undefined);
    await started;
    const left = Date.now();
    abort.abort();
    await response;
    expect(only(app.runs.active()).status).toBe('in_progress');
    expect(await stopped).toContain('client_disconnected');
    expect(Date.now() - left).toBeGreaterThanOrEqual(990);
  });
});

describe('a client that reads slowly', () => {
  it('does not hold up the run, and gets all of it in order', async () => {
    const count = 20_000;
    const filler = 'x'.repeat(500);
    app = await startApp({
      agent: scriptedAgent((_request, { emit }) => {
        for (let index = 0; index < count; index += 1) {
          emit({ type: 'text.delta', text: `${index}:${filler}|` });
        }
      }),
    });
    const response = await chat({ stream: true });
    await expect.poll(() => app.runs.active().length).toBe(0);
    const text = await response.text();
    let next = 0;
    for (const [, index] of text.matchAll(/"content":"(\d+):x{500}\|"/g)) {
      expect(Number(index)).toBe(next);
      next += 1;
    }
    expect(next).toBe(count);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });
});

describe('what a run knows of its client', () => {
  it('is its name, request and redacted headers and body', async () => {
    app = await startApp({ agent: says('x') });
    await chat(
      { messages: [{ role: 'user', content: 'Hi' }], api_key: 'sk-abcdefghijklmnopqrstuvwxyz' },
      { headers: { 'user-agent': 'OpenAI/JS 6.49.0', 'x-request-id': 'r1' } },
    );
    const { origin } = only(app.runs.list());
    expect(origin).toMatchObject({
      api: 'chat.completions',
      requestId: 'r1',
      client: 'OpenAI/JS 6.49.0',
      method: 'POST',
      path: '/v1/chat/completions',
      body: { messages: [{ role: 'user', content: 'Hi' }] },
    });
    expect(JSON.stringify(origin)).not.toContain(testKey);
    expect(JSON.stringify(origin)).not.toContain('sk-abcdef');
    expect(only(app.requests)).toMatchObject({ client: 'OpenAI/JS 6.49.0' });
  });

  it('is a conversation of its own, or the chat that the client names', async () => {
    app = await startApp({ agent: says('x') });
    await chat();
    await chat();
    await chat({}, { headers: { 'x-openwebui-chat-id': 'chat-1' } });
    await chat({}, { headers: { 'x-openwebui-chat-id': 'chat-1' } });
    const ids = app.requests.map((request) => request.conversationId);
    expect(new Set(ids).size).toBe(3);
    expect(ids.filter((id) => id === 'chat:chat-1')).toHaveLength(2);
  });
});

describe('tools that are no functions', () => {
  it('are ignored with a warning in the log', async () => {
    app = await startApp({ agent: says('x') });
    expect((await chat({ tools: [{ type: 'web_search_preview' }] })).status).toBe(200);
    expect(app.logs.after(0)).toContainEqual(
      expect.objectContaining({ level: 'warn', fields: { type: 'web_search_preview' } }),
    );
  });
});

describe('a PDF in a message', () => {
  it('reaches the agent as text', async () => {
    app = await startApp({ agent: says('x') });
    const file_data = `data:application/pdf;base64,${pdfOf('Kumquats', 'Pears').toString('base64')}`;
    const content = [
      { type: 'text', text: 'What is in it?' },
      { type: 'file', file: { filename: 'fruit.pdf', file_data } },
    ];
    expect((await chat({ messages: [{ role: 'user', content }] })).status).toBe(200);
    expect(only(app.requests).messages).toEqual([
      { role: 'user', content: 'What is in it?\n[File: fruit.pdf]\nKumquats\n\nPears' },
    ]);
  });

  it('that is damaged is refused, naming where it stands', async () => {
    app = await startApp({ agent: says('x') });
    const file_data = Buffer.from('%PDF-1.4 nothing').toString('base64');
    const content = [{ type: 'file', file: { filename: 'bad.pdf', file_data } }];
    const response = await chat({ messages: [{ role: 'user', content }] });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { param: 'messages[0].content[0].file.file_data' },
    });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { endless, fails, says } from '../support/scripted-agents.ts';
import { call, scriptedAgent, startApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
afterEach(() => app.close());

const user = { role: 'user', content: 'Hi' };
const chat = (
  body: object = {},
  init: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) => call(app, '/v1/chat/completions', { body: { messages: [user], ...body }, ...init });

describe('a plain answer', () => {
  it('has id, object, created, the echoed model, one choice and usage', async () => {
    app = await startApp({ agent: says('Hel', 'lo') });
    const response = await chat({ model: 'gpt-4o' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const body = (await response.json()) as { created: number };
    expect(body).toEqual({
      id: expect.stringMatching(/^chatcmpl-\w+$/) as string,
      object: 'chat.completion',
      created: expect.any(Number) as number,
      model: 'gpt-4o',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 3,
        total_tokens: 10,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    });
    expect(Math.abs(body.created - Date.now() / 1000)).toBeLessThan(60);
  });

  it('has an id of its own', async () => {
    app = await startApp({ agent: says('x') });
    const idOf = async (stream: boolean): Promise<string> =>
      /"id":"(chatcmpl-\w+)"/.exec(await (await chat({ stream })).text())![1]!;
    const ids = [await idOf(false), await idOf(false), await idOf(true), await idOf(true)];
    expect(new Set(ids).size).toBe(4);
  });

  it('shows what tools do as its reasoning, not at all, or in its text, as the setting says', async () => {
    app = await startApp({
      agent: scriptedAgent((_request, { emit }) => {
        const tool = { callId: 'c', name: 'terminal' };
        emit({ type: 'tool.started', ...tool, arguments: '{}', summary: 'ls -la' });
        emit({ type: 'tool.finished', ...tool, output: 'files', error: false, ms: 1 });
        emit({ type: 'text.delta', text: 'Done' });
      }),
    });
    const choice = async (): Promise<unknown> =>
      ((await (await chat()).json()) as { choices: unknown[] }).choices[0];
    const message = { role: 'assistant', refusal: null };
    expect(await choice()).toMatchObject({
      message: { ...message, content: 'Done', reasoning_content: '▸ terminal: `ls -la` ✓ 0.1 s' },
      finish_reason: 'stop',
    });
    app.change({ streaming: { toolActivity: 'off' } });
    expect(await choice()).toMatchObject({ message: { ...message, content: 'Done' } });
    expect(await choice()).not.toHaveProperty('message.reasoning_content');
    app.change({ streaming: { toolActivity: 'content' } });
    expect(await choice()).toMatchObject({
      message: { ...message, content: '▸ terminal: `ls -la` ✓ 0.1 s\n\nDone' },
    });
    expect(await choice()).not.toHaveProperty('message.tool_calls');
  });

  it('names the configured model when the request names none', async () => {
    app = await startApp({ agent: says('x'), settings: { server: { modelId: 'my-agent' } } });
    expect(await (await chat()).json()).toMatchObject({ model: 'my-agent' });
    expect(await (await chat({ model: 'anything' })).json()).toMatchObject({ model: 'anything' });
  });

  it('is given for stream: null, whatever Accept says', async () => {
    app = await startApp({ agent: says('x') });
    const headers = { accept: 'text/event-stream' };
    expect(await (await chat({ stream: null }, { headers })).json()).toHaveProperty('choices');
  });

  it.each([
    ['connection', 502, 'upstream_error'],
    ['authentication', 400, 'upstream_error'],
    ['timeout', 504, 'upstream_timeout'],
    ['rate_limit', 429, 'rate_limit_exceeded'],
    ['bad_request', 400, 'upstream_error'],
  ] as const)(
    'of a run that fails by %s is HTTP %i %s, not to be retried',
    async (kind, status, code) => {
      app = await startApp({ agent: fails(kind, 'Half') });
      const response = await chat();
      expect(response.status).toBe(status);
      expect(response.headers.get('x-should-retry')).toBe('false');
      expect(response.headers.has('retry-after')).toBe(status === 429);
      expect(await response.json()).toMatchObject({
        error: { message: 'The model service is broken', code, param: null },
      });
    },
  );

  it('of a run that breaks by a bug of ours is 500 without a stack trace', async () => {
    app = await startApp({
      agent: scriptedAgent(() => {
        throw new TypeError('secret internals');
      }),
    });
    const response = await chat();
    expect(response.status).toBe(500);
    expect(response.headers.get('x-should-retry')).toBe('false');
    expect(await response.text()).not.toMatch(/secret internals|at .*\.ts/);
  });

  it('of a run that the person stops is an error', async () => {
    const { agent, started } = endless();
    app = await startApp({ agent });
    const response = chat();
    await started;
    app.runs.active()[0]!.cancel('cancelled_by_user');
    expect((await response).status).toBe(400);
    expect(await (await response).json()).toMatchObject({ error: { code: 'run_cancelled' } });
  });

  it('has a request id of its own, or the one the client sent', async () => {
    app = await startApp({ agent: says('x') });
    const first = (await chat()).headers.get('x-request-id');
    const second = (await chat()).headers.get('x-request-id');
    expect(first).toMatch(/^req_\w+$/);
    expect(second).not.toBe(first);
    const headers = { 'x-request-id': 'mine-1' };
    expect((await chat({}, { headers })).headers.get('x-request-id')).toBe('mine-1');
    const odd = { 'x-request-id': 'a b' };
    expect((await chat({}, { headers: odd })).headers.get('x-request-id')).toMatch(/^req_/);
  });
});

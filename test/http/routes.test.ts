import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, startApp, testKey, type TestApp } from '../support/test-app.ts';

let app: TestApp;
const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
beforeAll(async () => {
  app = await startApp({ startedAt });
});
afterAll(() => app.close());

const chat = { messages: [{ role: 'user', content: 'Hi' }] };

describe('routes', () => {
  it.each(['/health', '/v1/health', '/v1/v1/health', '//health'])(
    'GET %s tells that it is alive, without a key',
    async (path) => {
      const response = await fetch(app.url + path);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        status: 'ok',
        platform: 'hermes-agent',
        version: '1.2.3',
      });
    },
  );

  it('/health/detailed asks for the key', async () => {
    expect((await fetch(`${app.url}/health/detailed`)).status).toBe(401);
  });

  it.each(['/v1/models', '/models', '//models', '/v1//models', '/v1/v1/models', '/v1/models/'])(
    'GET %s lists the one model',
    async (path) => {
      const response = await call(app, path);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        object: 'list',
        data: [
          {
            id: 'hermes-agent',
            object: 'model',
            created: Math.floor(startedAt / 1000),
            owned_by: 'hermes',
            permission: [],
            root: 'hermes-agent',
            parent: null,
            name: 'hermes-agent',
            context_length: 128_000,
            architecture: {
              input_modalities: ['text', 'image'],
              output_modalities: ['text'],
            },
            pricing: { prompt: '0', completion: '0' },
            providers: [{ supports_tools: true, context_length: 128_000 }],
            displayName: 'hermes-agent',
            contextWindowTokens: 128_000,
            vision: true,
            functionCall: true,
            reasoning: true,
          },
        ],
      });
    },
  );

  it('GET /v1/models/{id} gives it alone; an unknown id is 404', async () => {
    const known = await call(app, '/v1/models/hermes-agent');
    expect(await known.json()).toMatchObject({ id: 'hermes-agent', object: 'model' });
    const unknown = await call(app, '/v1/models/gpt-4o');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { code: 'model_not_found' } });
  });

  it('the model id and context length follow the settings at once', async () => {
    app.change({ server: { modelId: 'nous/hermes 4' }, model: { contextWindow: 32_000 } });
    const response = await call(app, '/v1/models/nous/hermes%204');
    expect(await response.json()).toMatchObject({
      id: 'nous/hermes 4',
      context_length: 32_000,
      contextWindowTokens: 32_000,
      providers: [{ context_length: 32_000 }],
    });
    expect((await call(app, '/v1/models/nous%2Fhermes%204')).status).toBe(200);
    app.change({ server: { modelId: 'hermes-agent' } });
  });

  it.each([
    '/v1/chat/completions',
    '/chat/completions',
    '/v1/v1/chat/completions',
    '//chat//completions',
    '/v1/chat/completions?api-version=1',
  ])('POST %s answers', async (path) => {
    const response = await call(app, path, { body: chat });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'Hello' } }],
    });
  });

  it.each(['/v1/responses', '/responses', '/v1/v1/responses', '//responses'])(
    'POST %s gives a response',
    async (path) => {
      const response = await call(app, path, { body: { input: 'Hi', store: false } });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ object: 'response', status: 'completed' });
    },
  );

  it.each(['/v1/runs', '/runs', '/v1/v1/runs', '/v1//runs'])('GET %s lists runs', async (path) => {
    const response = await call(app, path);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ object: 'list' });
  });

  it.each(['/', '/v1', '/v1/v1/v1/models', '/v1/chat', '/%2e%2e/etc/passwd'])(
    '%s is 404 in JSON',
    async (path) => {
      const response = await call(app, path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(await response.json()).toMatchObject({ error: { code: 'path_not_found' } });
    },
  );

  it.each([
    ['POST', '/v1/responses/compact'],
    ['POST', '/v1/responses/input_tokens'],
    ['GET', '/v1/responses/compact'],
    ['DELETE', '/responses/input_tokens'],
  ])('%s %s is a path that is not here, and no id', async (method, path) => {
    const response = await call(app, path, { method, ...(method === 'POST' ? { body: {} } : {}) });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'path_not_found' } });
  });

  it.each([
    ['multipart/form-data; boundary=x', '--x--'],
    ['text/plain', 'hello'],
    ['application/json', '{"not JSON'],
  ])('an unknown path is 404 whatever its body is: %s', async (type, body) => {
    const send = (path: string): Promise<Response> =>
      fetch(app.url + path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${testKey}`, 'Content-Type': type },
        body,
      });
    expect((await send('/v1/audio/transcriptions')).status).toBe(404);
    expect((await send('/v1/models')).status).toBe(405);
    expect((await send('/v1/chat/completions')).status).toBe(type.endsWith('json') ? 400 : 415);
  });

  it.each([
    ['GET', '/v1/chat/completions', 'POST, OPTIONS'],
    ['DELETE', '/v1/chat/completions', 'POST, OPTIONS'],
    ['POST', '/v1/models', 'GET, HEAD, OPTIONS'],
    ['PUT', '/v1/models/hermes-agent', 'GET, HEAD, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/health/detailed', 'GET, HEAD, OPTIONS'],
    ['GET', '/v1/responses', 'POST, OPTIONS'],
    ['PUT', '/v1/responses/x', 'GET, HEAD, DELETE, OPTIONS'],
    ['GET', '/v1/responses/x/cancel', 'POST, OPTIONS'],
    ['POST', '/v1/responses/x/input_items', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/runs', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/runs/x', 'GET, HEAD, OPTIONS'],
    ['GET', '/v1/runs/x/cancel', 'POST, OPTIONS'],
    ['POST', '/v1/runs/x/events', 'GET, HEAD, OPTIONS'],
    ['POST', '/v1/openapi.json', 'GET, HEAD, OPTIONS'],
  ])('%s %s is 405 in JSON, with Allow', async (method, path, allow) => {
    const response = await call(app, path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
  });

  it('OPTIONS that is no preflight tells the methods there are', async () => {
    const response = await call(app, '/v1/models', { method: 'OPTIONS' });
    expect(response.status).toBe(204);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('HEAD is answered where GET is', async () => {
    const response = await call(app, '/v1/models', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('a path that cannot be decoded is 400, not 500', async () => {
    const response = await call(app, '/v1/models/%E0%A4%A');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });
});

describe('x-request-id', () => {
  const post = (body: object) => call(app, '/v1/chat/completions', { body });
  const eventsOfRun = async () => {
    await (await post(chat)).text();
    return call(app, `/v1/runs/${app.runs.list()[0]!.id}/events`);
  };

  it.each<[string, () => Promise<Response>]>([
    ['an answer', () => post(chat)],
    ['a stream', () => post({ ...chat, stream: true })],
    ['the events of a run', eventsOfRun],
    ['a refusal before auth', () => fetch(`${app.url}/v1/models`)],
    ['a bad request', () => post({})],
    ['a path that is not there', () => call(app, '/nothing')],
    ['/health', () => fetch(`${app.url}/health`)],
    [
      'a preflight',
      () =>
        fetch(`${app.url}/v1/models`, {
          method: 'OPTIONS',
          headers: { 'access-control-request-method': 'GET' },
        }),
    ],
  ])('stands on %s, another each time', async (_what, send) => {
    const ids = [];
    for (let time = 0; time < 2; time += 1) {
      const response = await send();
      ids.push(response.headers.get('x-request-id'));
      await response.text();
    }
    for (const id of ids) expect(id).toMatch(/^req_\w+$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('/health/detailed', () => {
  it('tells uptime, runs, queue, store, upstream and memory', async () => {
    const response = await call(app, '/v1/health/detailed');
    expect(await response.json()).toEqual({
      status: 'degraded',
      platform: 'hermes-agent',
      version: '1.2.3',
      uptime_seconds: expect.any(Number) as number,
      active_runs: 0,
      queue: { waiting: 0, max_concurrent_runs: 10, max_queued_runs: 32 },
      store: { ok: false, error: 'no store here' },
      upstream: { reachable: true },
      confinement: { state: 'off', reason: expect.any(String) as string },
      mcp: [],
      memory: {
        rss_bytes: expect.any(Number) as number,
        heap_used_bytes: expect.any(Number) as number,
      },
    });
  });

  it('asks the upstream once for many questions, and does not wait when it hangs', async () => {
    let asked = 0;
    const hanging = await startApp({
      reachability: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => call(hanging, '/health/detailed').then((r) => r.json())),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        upstream: { reachable: false, error: expect.stringContaining('No answer') as string },
      });
    }
    expect(asked).toBe(1);
    await hanging.close();
  });

  it('shows runs under way and runs that wait', async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const busy = await startApp({
      settings: { server: { maxConcurrentRuns: 1 } },
      agent: async () => {
        await gate;
        return {
          outcome: {
            status: 'completed',
            finishReason: 'stop',
            clientToolCalls: [],
            usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
          },
          messages: [],
        };
      },
    });
    const calls = [1, 2, 3].map(() => call(busy, '/v1/chat/completions', { body: chat }));
    await expect
      .poll(async () => (await call(busy, '/health/detailed')).json())
      .toMatchObject({ active_runs: 1, queue: { waiting: 2, max_concurrent_runs: 1 } });
    go();
    await Promise.all(calls);
    await busy.close();
  });
});

describe('the log', () => {
  it('has one line for each request, with its client, and never the key', async () => {
    const fresh = await startApp();
    const headers = { 'user-agent': 'curl/8.5.0', 'x-request-id': 'r1' };
    await (await call(fresh, '/v1/chat/completions', { body: chat, headers })).text();
    await call(fresh, '/v1/nothing?api_key=abcdef', { headers });
    await fetch(`${fresh.url}/v1/models`, { headers: { authorization: 'Bearer wrong-key-1' } });
    await expect.poll(() => fresh.logs.after(1)).toHaveLength(3);
    expect(fresh.logs.after(1)).toMatchObject([
      {
        level: 'info',
        message: 'POST /v1/chat/completions 200',
        fields: { client: 'curl/8.5.0', requestId: 'r1' },
      },
      { level: 'warn', message: expect.stringContaining('/v1/nothing') as string },
      { level: 'warn', fields: { code: 'invalid_api_key' } },
    ]);
    expect(JSON.stringify(fresh.logs.after(0))).not.toMatch(/abcdef|wrong-key-1|test-key-/);
    await fresh.close();
  });
});

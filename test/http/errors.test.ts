import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UpstreamError } from '../../src/main/model/upstream/errors/upstream-error.ts';
import { endless } from '../support/scripted-agents.ts';
import { startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import { call, scriptedAgent, startApp, type TestApp } from '../support/test-app.ts';
import type { TestHost } from '../support/test-host.ts';

/** An error answer as it came. */
interface Refusal {
  status: number;
  headers: Headers;
  body: unknown;
}

async function refusalOf(answer: Promise<Response>): Promise<Refusal> {
  const response = await answer;
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const chat = { messages: [{ role: 'user', content: 'Hi' }] };
/** A request of each API that begins a run. */
const both = [
  ['/v1/chat/completions', chat],
  ['/v1/responses', { input: 'Hi', store: false }],
] as const;
const message = expect.any(String) as string;

describe('an error', () => {
  let upstream: ScriptedUpstream;
  let host: TestHost;
  beforeAll(async () => {
    ({ upstream, host } = await startHostWithUpstream());
  });
  afterAll(async () => {
    await host.close();
    await upstream.close();
  });

  const send = (
    method: string,
    path: string,
    { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
  ) =>
    refusalOf(
      fetch(`${host.url}/v1${path}`, {
        method,
        headers: { ...host.headers, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );

  /** As `send`, with a Host header, which `fetch` does not let a caller set. */
  const sendAs = (name: string, more: Record<string, string> = {}): Promise<Refusal> =>
    new Promise((resolve, reject) => {
      const headers = { ...host.headers, ...more, host: name };
      httpRequest(`${host.url}/v1/models`, { headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            headers: new Headers(response.headers as Record<string, string>),
            body: JSON.parse(text),
          }),
        );
      })
        .on('error', reject)
        .end();
    });

  const invalid = 'invalid_request_error';
  it.each<[string, () => Promise<Refusal>, number, string, string, string | null, object?]>([
    [
      'invalid_request_error',
      () => send('POST', '/chat/completions', { body: { messages: [{ role: 'robot' }] } }),
      400,
      invalid,
      'invalid_request_error',
      'messages[0].role',
    ],
    [
      'invalid_api_key',
      () => send('GET', '/models', { headers: { Authorization: 'Bearer wrong' } }),
      401,
      invalid,
      'invalid_api_key',
      null,
    ],
    ['host_not_allowed', () => sendAs('evil.example'), 403, invalid, 'host_not_allowed', null],
    [
      'origin_not_allowed',
      async () => {
        host.host.settings.update({ server: { allowedOrigins: ['https://a.example'] } });
        const refusal = await send('GET', '/models', { headers: { origin: 'https://b.example' } });
        host.host.settings.update({ server: { allowedOrigins: [] } });
        return refusal;
      },
      403,
      invalid,
      'origin_not_allowed',
      null,
    ],
    ['path_not_found', () => send('GET', '/nothing'), 404, invalid, 'path_not_found', null],
    ['model_not_found', () => send('GET', '/models/x'), 404, invalid, 'model_not_found', null],
    [
      'response_not_found',
      () => send('GET', '/responses/resp_x'),
      404,
      invalid,
      'response_not_found',
      null,
    ],
    [
      'previous_response_not_found',
      () => send('POST', '/responses', { body: { input: 'x', previous_response_id: 'resp_x' } }),
      404,
      invalid,
      'previous_response_not_found',
      'previous_response_id',
    ],
    [
      'item_not_found',
      () =>
        send('POST', '/responses', { body: { input: [{ type: 'item_reference', id: 'msg_x' }] } }),
      404,
      invalid,
      'item_not_found',
      'input[0].id',
    ],
    ['run_not_found', () => send('GET', '/runs/run_x'), 404, invalid, 'run_not_found', null],
    ['method_not_allowed', () => send('PUT', '/models'), 405, invalid, 'method_not_allowed', null],
    [
      'body_too_large',
      () =>
        send('POST', '/chat/completions', { body: { ...chat, filler: 'x'.repeat(33 * 2 ** 20) } }),
      413,
      invalid,
      'body_too_large',
      null,
    ],
    [
      'unsupported_media_type',
      () =>
        send('POST', '/chat/completions', {
          body: chat,
          headers: { 'Content-Type': 'text/plain' },
        }),
      415,
      invalid,
      'unsupported_media_type',
      null,
    ],
    [
      'rate_limit_exceeded',
      () => {
        upstream.reply({ status: 429, headers: { 'retry-after': '3600' } });
        return send('POST', '/chat/completions', { body: chat });
      },
      429,
      'rate_limit_error',
      'rate_limit_exceeded',
      null,
      { code: 'scripted_error', status: 429 },
    ],
    [
      'upstream_error',
      () => {
        upstream.reply({ status: 401 });
        return send('POST', '/chat/completions', { body: chat });
      },
      400,
      'upstream_error',
      'upstream_error',
      null,
      { code: 'scripted_error', status: 401 },
    ],
    [
      'upstream_error that may pass',
      () => {
        upstream.reply(...Array.from({ length: 4 }, () => ({ status: 500 })));
        return send('POST', '/chat/completions', { body: chat });
      },
      502,
      'upstream_error',
      'upstream_error',
      null,
      { code: 'scripted_error', status: 500 },
    ],
    [
      'upstream_timeout',
      async () => {
        upstream.reply({ hang: 'before-headers' });
        host.host.settings.update({ model: { firstByteTimeoutSeconds: 1 } });
        const refusal = await send('POST', '/chat/completions', { body: chat });
        host.host.settings.update({ model: { firstByteTimeoutSeconds: undefined } });
        return refusal;
      },
      504,
      'upstream_error',
      'upstream_timeout',
      null,
    ],
  ])(
    '%s has its status, type, code and param',
    async (_n, provoke, status, type, code, param, cause) => {
      const refusal = await provoke();
      expect(refusal.body).toEqual({
        error: { message, type, param, code, ...(cause ? { cause } : {}) },
      });
      expect(refusal.status).toBe(status);
      expect(refusal.headers.get('content-type')).toMatch(/^application\/json/);
      expect(refusal.headers.get('x-request-id')).toMatch(/^req_\w+$/);
    },
  );

  it('of the Host can be read by a page that may call', async () => {
    const origin = 'https://chat.example.com';
    const { status, headers } = await sendAs('evil.example', { origin });
    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('Retry-After', () => {
  let app: TestApp;
  afterEach(() => app.close());

  it('comes with 429 of the queue', async () => {
    const { agent, started } = endless();
    app = await startApp({
      agent,
      settings: { server: { maxConcurrentRuns: 1, maxQueuedRuns: 0 } },
    });
    const abort = new AbortController();
    const first = call(app, '/v1/chat/completions', { body: chat, signal: abort.signal });
    await started;
    for (const [path, body] of both) {
      const { status, headers } = await refusalOf(call(app, path, { body }));
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe('5');
    }
    abort.abort();
    await expect(first).rejects.toThrow();
  });

  it.each<[string, number | undefined, string]>([
    ['as it said', 17, '17'],
    ['a few seconds where it said nothing', undefined, '5'],
  ])('comes with 429 of the model service: %s', async (_name, retryAfterSeconds, header) => {
    app = await startApp({
      agent: scriptedAgent(() => {
        throw new UpstreamError('Slow down', { kind: 'rate_limit', retryAfterSeconds });
      }),
    });
    for (const [path, body] of both) {
      const { status, headers } = await refusalOf(call(app, path, { body }));
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe(header);
    }
  });
});

describe('a bug of ours', () => {
  let app: TestApp;
  afterEach(() => app.close());
  const bug = (): never => {
    throw new TypeError('secret internals');
  };

  it.each<[string, () => Promise<TestApp>, string, unknown]>([
    ['in a run', () => startApp({ agent: scriptedAgent(bug) }), '/v1/chat/completions', chat],
    ['in a route', () => startApp({ reachability: bug }), '/v1/health/detailed', undefined],
  ])('%s is 500 that tells nothing of the inside', async (_where, start, path, body) => {
    app = await start();
    const response = await call(app, path, { body });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      error: { message, type: 'server_error', param: null, code: 'internal_error' },
    });
    expect(text).not.toMatch(/secret internals|TypeError|\.ts|\bat /);
  });
});

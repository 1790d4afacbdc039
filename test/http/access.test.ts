import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, sendRaw, startApp, type TestApp, testKey } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const chat = { messages: [{ role: 'user', content: 'Hi' }] };

interface Answer {
  status: number;
  headers: Headers;
  error: { code: string; message: string; type: string; param: string | null };
}

async function answerOf(response: Response): Promise<Answer> {
  const { error } = (await response.json()) as { error: Answer['error'] };
  return { status: response.status, headers: response.headers, error };
}

/** A request with any Host header, which `fetch` does not let a caller set. */
function getWithHost(host: string, path = '/v1/models'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${testKey}` };
    request({ port: app.port, host: '127.0.0.1', path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (body += piece));
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('auth', () => {
  const models = (headers: Record<string, string>) => fetch(`${app.url}/v1/models`, { headers });

  it.each<[string, Record<string, string>]>([
    ['Authorization: Bearer', { authorization: `Bearer ${testKey}` }],
    ['the scheme in any case', { authorization: `bearer ${testKey}` }],
    ['x-api-key', { 'x-api-key': testKey }],
    ['both, as Jan sends them', { authorization: `Bearer ${testKey}`, 'x-api-key': testKey }],
    ['an empty Bearer and x-api-key', { authorization: 'Bearer ', 'x-api-key': testKey }],
    ['a wrong Bearer and the right x-api-key', { authorization: 'Bearer x', 'x-api-key': testKey }],
  ])('takes the key as %s', async (_name, headers) => {
    expect((await models(headers)).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['an empty Bearer', { authorization: 'Bearer ' }],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a prefix of the key', { authorization: `Bearer ${testKey.slice(0, -1)}` }],
    ['the key and more', { authorization: `Bearer ${testKey}x` }],
    ['the key twice', { authorization: `Bearer ${testKey}, Bearer ${testKey}` }],
    ['the key in the Basic scheme', { authorization: `Basic ${btoa(`:${testKey}`)}` }],
    ['the bare key', { authorization: testKey }],
    ['the key in another scheme', { authorization: `Token ${testKey}` }],
    ['a wrong x-api-key', { 'x-api-key': 'wrong' }],
    ['the key in a cookie', { cookie: `api_key=${testKey}` }],
  ])('refuses %s with 401', async (_name, headers) => {
    const { status, error, ...answer } = await answerOf(await models(headers));
    expect(status).toBe(401);
    expect(error).toMatchObject({ code: 'invalid_api_key', param: null });
    expect(error.message).not.toContain(testKey);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('refuses the key in the query', async () => {
    expect((await fetch(`${app.url}/v1/models?api_key=${testKey}`)).status).toBe(401);
  });

  it('guards paths that do not exist, too', async () => {
    expect((await fetch(`${app.url}/v1/secret`)).status).toBe(401);
  });

  it('comes before the body is read', async () => {
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'not json',
    });
    expect(response.status).toBe(401);
  });

  it('follows a changed key at once', async () => {
    app.key.value = 'another-key';
    expect((await models({ authorization: `Bearer ${testKey}` })).status).toBe(401);
    expect((await models({ authorization: 'Bearer another-key' })).status).toBe(200);
    app.key.value = testKey;
  });

  it('lets everyone on this computer in when the person has cleared the key', async () => {
    app.key.value = undefined;
    expect((await models({})).status).toBe(200);
    expect((await models({ authorization: 'Bearer ' })).status).toBe(200);
    expect((await models({ authorization: 'Bearer whatever' })).status).toBe(200);
    app.key.value = testKey;
  });
});

describe('Host', () => {
  const containers = ['host.docker.internal:8642', 'host.containers.internal:8642'];
  it.each(['localhost', '127.0.0.1', '[::1]', 'tray.localhost', ...containers])(
    '%s is allowed',
    async (host) => {
      expect((await getWithHost(host)).status).toBe(200);
    },
  );

  it.each(['evil.example.com', '192.168.1.5', 'localhost.evil.com'])(
    '%s is refused with 403 that names it and the setting',
    async (host) => {
      const { status, body } = await getWithHost(host);
      expect(status).toBe(403);
      const { error } = JSON.parse(body) as { error: Answer['error'] };
      expect(error.code).toBe('host_not_allowed');
      expect(error.message).toContain(`"${host}"`);
      expect(error.message).toContain('server.extraHosts');
    },
  );

  it('is checked before all else, /health included: a rebound page learns nothing', async () => {
    expect((await getWithHost('evil.example.com', '/health')).status).toBe(403);
  });

  it('may be one of the extra hosts, as soon as it is added', async () => {
    app.change({ server: { extraHosts: ['tray.example.com'] } });
    expect((await getWithHost('tray.example.com:443')).status).toBe(200);
    app.change({ server: { extraHosts: [] } });
    expect((await getWithHost('tray.example.com')).status).toBe(403);
  });

  it('is needed', async () => {
    const answer = await sendRaw(app.port, 'GET /health HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(await sendRaw(app.port, 'GET /health HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('in the request line does not stand in for the header', async () => {
    const answer = await sendRaw(
      app.port,
      'GET http://localhost/health HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('Host, bound to the network', () => {
  let open: TestApp;
  beforeAll(async () => {
    open = await startApp({ settings: { server: { host: '0.0.0.0' } } });
  });
  afterAll(() => open.close());

  const get = (host: string) =>
    sendRaw(
      open.port,
      `GET /v1/models HTTP/1.1\r\nHost: ${host}\r\nx-api-key: ${testKey}\r\nConnection: close\r\n\r\n`,
    );

  it('may be a literal address', async () => {
    expect(await get('192.168.1.5:8642')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get('[fe80::1]:8642')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await get('localhost')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('may not be any other name', async () => {
    expect(await get('evil.example.com')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('answers nobody once the key is cleared, until it is rebound', async () => {
    open.key.value = undefined;
    expect(await get('localhost')).toMatch(/^HTTP\/1\.1 401 /);
    open.key.value = testKey;
  });
});

describe('CORS', () => {
  const origin = 'https://chat.example.com';
  const preflight = (from: string, more: Record<string, string> = {}) =>
    fetch(`${app.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-os',
        ...more,
      },
    });

  describe('with a key', () => {
    it.each([origin, 'tauri://localhost', 'null', 'file://'])(
      'answers the preflight of %s with 204 before auth, echoing the requested headers',
      async (from) => {
        const response = await preflight(from);
        expect(response.status).toBe(204);
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'access-control-allow-origin': '*',
          'access-control-allow-headers': 'authorization,content-type,x-stainless-os',
          'access-control-allow-methods': expect.stringMatching(/GET.*POST.*DELETE/) as string,
          'access-control-allow-private-network': 'true',
          'access-control-max-age': '600',
          vary: expect.stringMatching(/\bOrigin\b/) as string,
        });
      },
    );

    it('lets any origin call, which must know the key', async () => {
      const response = await call(app, '/v1/models', { headers: { origin } });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('vary')).toContain('Origin');
      expect((await fetch(`${app.url}/v1/models`, { headers: { origin } })).status).toBe(401);
    });

    it.each<[string, number, () => Promise<Response>]>([
      ['an error of auth', 401, () => fetch(`${app.url}/v1/models`, { headers: { origin } })],
      ['an unknown path', 404, () => call(app, '/nope', { headers: { origin } })],
      [
        'a bad body',
        400,
        () => call(app, '/v1/chat/completions', { body: '{', headers: { origin } }),
      ],
      [
        'a method that is not there',
        405,
        () => call(app, '/v1/models', { method: 'PUT', headers: { origin } }),
      ],
      [
        'a body that is no JSON',
        415,
        () =>
          call(app, '/v1/chat/completions', {
            body: chat,
            headers: { origin, 'content-type': 'text/plain' },
          }),
      ],
      [
        'a streamed response',
        200,
        () =>
          call(app, '/v1/responses', {
            body: { input: 'Hi', store: false, stream: true },
            headers: { origin },
          }),
      ],
      [
        'the events of a run',
        200,
        async () => {
          await (await call(app, '/v1/chat/completions', { body: chat })).text();
          const { id } = app.runs.list()[0]!;
          return call(app, `/v1/runs/${id}/events`, { headers: { origin } });
        },
      ],
      [
        'a stream',
        200,
        () =>
          call(app, '/v1/chat/completions', {
            body: { ...chat, stream: true },
            headers: { origin },
          }),
      ],
    ])('has its headers on %s', async (_name, status, send) => {
      const response = await send();
      expect(response.status).toBe(status);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-expose-headers')).toContain('x-request-id');
      await response.text();
    });

    it('never allows credentials', async () => {
      const response = await preflight(origin);
      expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    });
  });

  describe('with a list of origins', () => {
    beforeEach(() => app.change({ server: { allowedOrigins: [origin] } }));
    afterEach(() => app.change({ server: { allowedOrigins: [] } }));

    it('echoes a listed origin', async () => {
      for (const response of [
        await preflight(origin),
        await call(app, '/v1/models', { headers: { origin } }),
      ]) {
        expect(response.status).toBeLessThan(300);
        expect(response.headers.get('access-control-allow-origin')).toBe(origin);
        expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
      }
    });

    it.each(['https://evil.example.com', 'null', 'https://chat.example.com.evil.com'])(
      'refuses %s with 403 that names it and the setting',
      async (from) => {
        for (const response of [
          await preflight(from),
          await call(app, '/v1/models', { headers: { origin: from } }),
        ]) {
          const { status, error, headers } = await answerOf(response);
          expect(status).toBe(403);
          expect(error.code).toBe('origin_not_allowed');
          expect(error.message).toContain(`"${from}"`);
          expect(error.message).toContain('server.allowedOrigins');
          const given = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
          expect(given).toEqual([]);
          expect(headers.get('vary')).toContain('Origin');
        }
      },
    );

    it('lets callers without an Origin pass', async () => {
      expect((await call(app, '/v1/models')).status).toBe(200);
    });
  });

  describe('without a key', () => {
    beforeEach(() => {
      app.key.value = undefined;
    });
    afterEach(() => {
      app.key.value = testKey;
      app.change({ server: { allowedOrigins: [] } });
    });

    it.each([origin, 'null', 'http://localhost:3000', 'tauri://localhost'])(
      'refuses the origin %s with 403 that tells what to do',
      async (from) => {
        for (const response of [
          await preflight(from),
          await fetch(`${app.url}/v1/models`, { headers: { origin: from } }),
        ]) {
          const { status, error, headers } = await answerOf(response);
          expect(status).toBe(403);
          expect(error.code).toBe('origin_not_allowed');
          expect(error.message).toContain(`"${from}"`);
          expect(error.message).toContain('server.allowedOrigins');
          expect(error.message).toContain('Set an API key');
          expect(headers.has('access-control-allow-origin')).toBe(false);
        }
      },
    );

    it('lets a listed origin call, and nobody else', async () => {
      app.change({ server: { allowedOrigins: ['tauri://localhost'] } });
      const headers = { origin: 'tauri://localhost' };
      const response = await fetch(`${app.url}/v1/models`, { headers });
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('tauri://localhost');
      const asked = await preflight('tauri://localhost');
      expect(asked.status).toBe(204);
      expect(Object.fromEntries(asked.headers)).toMatchObject({
        'access-control-allow-origin': 'tauri://localhost',
        'access-control-allow-headers': 'authorization,content-type,x-stainless-os',
        'access-control-allow-private-network': 'true',
      });
      expect((await preflight(origin)).status).toBe(403);
    });

    it('lets programs call, which send no Origin', async () => {
      expect((await fetch(`${app.url}/v1/models`)).status).toBe(200);
    });
  });
});

describe('content type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'may be %s',
    async (type) => {
      const headers = { 'content-type': type };
      const response = await call(app, '/v1/chat/completions', { body: chat, headers });
      expect(response.status).toBe(200);
    },
  );

  it.each([
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    '',
  ])('may not be %j: 415', async (type) => {
    const headers = { 'content-type': type };
    const response = await call(app, '/v1/chat/completions', { body: chat, headers });
    const { status, error } = await answerOf(response);
    expect(status).toBe(415);
    expect(error.code).toBe('unsupported_media_type');
  });

  it('may be left out where there is no body', async () => {
    expect((await call(app, '/v1/runs/run_none/cancel', { method: 'POST' })).status).toBe(404);
  });
});

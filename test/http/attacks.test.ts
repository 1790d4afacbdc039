import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../src/main/server/requests/json/parse-json.ts';
import { readChatRequest } from '../../src/main/server/routes/chat-completions/request.ts';
import { call, openSocket, sendRaw, startApp, type TestApp, testKey } from '../support/test-app.ts';
import { readFileHere } from '../support/read-file-here.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const user = { role: 'user', content: 'Hi' };
const post = (body: unknown) => call(app, '/v1/chat/completions', { body });
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { message: string; code: string; param: string } }).error;

/** Works after whatever was done to it. */
async function expectAlive(): Promise<void> {
  expect((await post({ messages: [user] })).status).toBe(200);
}

describe('a hostile request', () => {
  it('with a body of 33 MiB is answered 413 that names the limit and the setting', async () => {
    const response = await post({ messages: [user], filler: 'x'.repeat(33 * 2 ** 20) });
    expect(response.status).toBe(413);
    const error = await errorOf(response);
    expect(error.code).toBe('body_too_large');
    expect(error.message).toContain('32 MiB');
    expect(error.message).toContain('Body limit');
    await expectAlive();
  });

  it('with a body of 33 MiB in chunks, which tell no length, is answered 413', async () => {
    const body = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 33; index += 1) controller.enqueue(new Uint8Array(2 ** 20));
        controller.close();
      },
    });
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': testKey },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('that unpacks to 33 MiB is answered 413', async () => {
    const packed = new Response('x'.repeat(33 * 2 ** 20)).body!.pipeThrough(
      new CompressionStream('gzip'),
    );
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'x-api-key': testKey,
      },
      body: await new Response(packed).arrayBuffer(),
    });
    expect(response.status).toBe(413);
  });

  it('of just under the limit is taken', async () => {
    const response = await post({ messages: [user], filler: 'x'.repeat(31 * 2 ** 20) });
    expect(response.status).toBe(200);
  });

  it('follows a changed body limit at once', async () => {
    app.change({ server: { bodyLimitMiB: 1 } });
    expect((await post({ messages: [user], filler: 'x'.repeat(2 ** 20) })).status).toBe(413);
    app.change({ server: { bodyLimitMiB: 32 } });
  });

  it.each([
    ['arrays', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['never closed arrays', '['.repeat(1_000_000)],
  ])('with JSON 10,000 deep in %s is answered 400', async (_name, json) => {
    const response = await post(`{"messages":[{"role":"user","content":"Hi"}],"x":${json}}`);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toContain('levels deep');
    await expectAlive();
  });

  it('with 100,000 messages is answered 400 that names the setting', async () => {
    const response = await post({ messages: Array.from({ length: 100_000 }, () => user) });
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error.param).toBe('messages');
    expect(error.message).toContain('20000 messages');
  });

  it('with 100,000 items is answered 400 that names the setting', async () => {
    const input = Array.from({ length: 100_000 }, () => user);
    const response = await call(app, '/v1/responses', { body: { input } });
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error.param).toBe('input');
    expect(error.message).toContain('20000 items');
  });

  it('with as many messages as are allowed holds nobody up', async () => {
    const messages = Array.from({ length: 20_000 }, () => ({
      role: 'user',
      content: [{ type: 'text', text: 'Hi' }],
    }));
    expect((await post({ messages })).status).toBe(200);
    const body = parseJson(Buffer.from(JSON.stringify({ messages })));
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    const { agentRequest } = await readChatRequest(body, {
      conversationId: 'c',
      client: 'test',
      maxMessages: 20_000,
      readFile: readFileHere,
      onIgnoredTool: () => {},
    });
    clearImmediate(next);
    expect(agentRequest.messages).toHaveLength(20_000);
    // The rest of the host had its turn many times meanwhile.
    expect(turns).toBeGreaterThanOrEqual(15);
  });

  it('with __proto__ and constructor keys changes no prototype and is answered as if without', async () => {
    const response = await post(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},' +
        '"messages":[{"role":"user","content":"Hi","__proto__":{"role":"system"}}],' +
        '"tools":[{"type":"function","function":{"name":"f","parameters":{"__proto__":{"polluted":1}}}}]}',
    );
    expect(response.status).toBe(200);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(JSON.stringify(app.runs.list()[0]!.origin.body)).not.toContain('polluted');
    expect(JSON.stringify(app.requests[0])).not.toContain('polluted');
  });

  it.each([
    ['invalid UTF-8', Buffer.from('{"messages":[{"role":"user","content":"\xff\xfe"}]}', 'latin1')],
    ['a NUL', Buffer.from('\0')],
    ['half a document', Buffer.from('{"messages":[')],
    ['two documents', Buffer.from('{}{}')],
    ['UTF-16', Buffer.from('{"messages":[]}', 'utf16le')],
    ['nothing', Buffer.from('')],
  ])('with %s for a body is answered 400', async (_name, body) => {
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': testKey },
      body,
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  it('with a text/plain body, which a page may send without asking, is answered 415', async () => {
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'x-api-key': testKey },
      body: JSON.stringify({ messages: [user] }),
    });
    expect(response.status).toBe(415);
  });

  it('in chunks with a text/plain body is answered 415, too', async () => {
    const response = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'x-api-key': testKey },
      body: new Response(JSON.stringify({ messages: [user] })).body,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(415);
  });

  it('with an unknown content encoding is answered 415', async () => {
    const response = await call(app, '/v1/chat/completions', {
      body: { messages: [user] },
      headers: { 'content-encoding': 'rot13' },
    });
    expect(response.status).toBe(415);
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a TLS hello', Buffer.from('160301020001000001fc0303', 'hex'), 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks (request smuggling)',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'headers of 1 MB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(1_000_000)}\r\n\r\n`,
      431,
    ],
  ])('that is %s is answered in JSON and cut', async (_name, bytes, status) => {
    const answer = await sendRaw(app.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('"error":{"message"');
    expect(answer).toMatch(/^x-request-id: req_/m);
    await expectAlive();
  });

  it('that breaks off in the middle of its body leaves nothing behind', async () => {
    const socket = await openSocket(app.port);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${testKey}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"messages":',
    );
    socket.destroy();
    await expectAlive();
    expect(app.runs.active()).toEqual([]);
    expect(app.logs.after(0).filter((line) => line.level === 'error')).toEqual([]);
  });
});

describe('a hostile connection', () => {
  const head = `x-api-key: ${testKey}\r\nContent-Type: application/json\r\n`;

  it.each([
    ['the allowed one first', 'Host: localhost\r\nHost: evil.example.com\r\n'],
    ['the allowed one last', 'Host: evil.example.com\r\nHost: localhost\r\n'],
    ['both allowed', 'Host: localhost\r\nhOST: 127.0.0.1\r\n'],
  ])('with two Host headers, %s, is answered 400', async (_name, hosts) => {
    const answer = await sendRaw(
      app.port,
      `GET /health HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('one Host header');
  });

  it('whose headers drip without end is answered 408 and cut', async () => {
    // The time for bodies is far off, so that it is the one for headers that ends this.
    app.change({ server: { headerTimeoutSeconds: 1, bodyTimeoutSeconds: 600 } });
    const answer = await dripping('GET /health HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    await expectAlive();
  });

  it('whose body drips without end is answered 408 and cut', async () => {
    app.change({ server: { headerTimeoutSeconds: 1, bodyTimeoutSeconds: 1 } });
    const answer = await dripping(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n${head}Content-Length: 100000\r\n\r\n`,
      ' ',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(app.runs.active()).toEqual([]);
    await expectAlive();
  });

  it('that is half closed after the request gets its whole answer', async () => {
    const socket = await openSocket(app.port);
    const body = JSON.stringify({ messages: [user], stream: true });
    socket.end(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n${head}` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('data: [DONE]');
  });

  it('that is half closed in the middle of a request starts no run', async () => {
    const before = app.runs.list().length;
    const socket = await openSocket(app.port);
    socket.end(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n${head}` +
        'Content-Length: 1000\r\n\r\n{"messages":',
    );
    expect(await text(socket)).toMatch(/^(HTTP\/1\.1 400 |$)/);
    expect(app.runs.list()).toHaveLength(before);
    await expectAlive();
  });
});

/** Sends a head and then a piece of more every 100 ms; gives what comes back until it is cut. */
async function dripping(head: string, piece: string): Promise<string> {
  const socket = await openSocket(app.port);
  socket.write(head);
  const drip = setInterval(() => socket.write(piece), 100);
  try {
    return await text(socket);
  } finally {
    clearInterval(drip);
    app.change({ server: { headerTimeoutSeconds: 20, bodyTimeoutSeconds: 120 } });
  }
}

describe('many odd requests', () => {
  it('give no 5xx', async () => {
    const odd = [null, true, 0, -1, 1e308, '', 'x', [], {}, [[]], [null], { a: null }];
    const fields = [
      'model',
      'messages',
      'stream',
      'stream_options',
      'tools',
      'tool_choice',
      'reasoning',
      'n',
      'logprobs',
      'modalities',
      'audio',
      'temperature',
      'max_tokens',
      'stop',
      'response_format',
      'logit_bias',
      'reasoning_effort',
      'parallel_tool_calls',
      'metadata',
      'user',
    ];
    for (const field of fields) {
      for (const value of odd) {
        const response = await post({ messages: [user], [field]: value });
        expect(response.status, `${field}: ${JSON.stringify(value)}`).toBeLessThan(500);
        await response.text();
      }
    }
  });
});

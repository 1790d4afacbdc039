import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** Embeddings are the model service's; we pass them on. */

type Asked = Record<string, unknown>;
interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

let service: Server;
let host: TestHost;
let asked: Asked[] = [];
let reply: (body: Asked) => Reply;
const numbers = [0.5, -1, 0.25];
const base64 = Buffer.from(new Float32Array(numbers).buffer).toString('base64');

const answered = (embedding: unknown, count = 1): Reply => ({
  body: {
    object: 'list',
    model: 'embedder-1',
    data: Array.from({ length: count }, (_, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 3, total_tokens: 3 },
    extra: 'kept',
  },
});

beforeAll(async () => {
  service = createServer((request, response) => {
    void json(request).then((body) => {
      asked.push(body as Asked);
      const { status = 200, headers = {}, body: sent } = reply(body as Asked);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof sent === 'string' ? sent : JSON.stringify(sent));
    });
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo;
  host = await startTestHost({ upstream: `http://127.0.0.1:${port}/v1` });
});
afterAll(async () => {
  await host.close();
  service.close();
});
beforeEach(() => {
  asked = [];
  reply = ({ encoding_format: format }) => answered(format === 'base64' ? base64 : numbers);
  host.host.settings.update({ model: { embeddingModel: '' } });
});

const client = (maxRetries = 0): OpenAI =>
  new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key!, maxRetries });
const post = async (body: unknown): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`${host.url}/v1/embeddings`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

describe('embeddings', () => {
  it.each([['a text'], [['one', 'two']], [[1, 2, 3]], [[[1, 2], [3]]]])(
    'of %j are those of the model that is named',
    async (input) => {
      const answer = await client().embeddings.create({ model: 'nomic', input, dimensions: 3 });
      expect(answer.data[0]!.embedding).toEqual(numbers);
      expect(answer).toMatchObject({
        model: 'embedder-1',
        extra: 'kept',
        usage: { total_tokens: 3 },
      });
      // The client asks for base64 by itself.
      expect(asked).toEqual([{ model: 'nomic', input, dimensions: 3, encoding_format: 'base64' }]);
    },
  );

  it.each(['float', 'base64'] as const)('come as %s where that is asked for', async (format) => {
    const told = { model: 'm', input: 'x', encoding_format: format };
    const { body } = await post(told);
    const expected = format === 'float' ? numbers : base64;
    expect(body).toMatchObject({ data: [{ embedding: expected }] });
    // A service may know one form only.
    reply = () => answered(format === 'float' ? base64 : numbers);
    expect((await post(told)).body).toEqual(body);
    reply = ({ encoding_format: sent }) =>
      sent
        ? { status: 400, body: { error: { message: 'Unknown field: encoding_format' } } }
        : answered(numbers);
    expect((await post(told)).body).toEqual(body);
  });

  it('of many texts come whole, in either form', async () => {
    const many = Array.from({ length: 1536 }, (_, index) => index / 7);
    reply = () => answered(many, 400);
    const input = Array.from({ length: 400 }, (_, index) => `text ${index}`);
    const answer = await client().embeddings.create({ model: 'm', input });
    expect(answer.data).toHaveLength(400);
    expect(answer.data[399]!.embedding[700]).toBeCloseTo(100, 3);
    const plain = await post({ model: 'm', input });
    expect((plain.body as { data: { embedding: number[] }[] }).data[399]!.embedding).toEqual(many);
  });

  it('are those of the model that is set, where none is named or only the agent', async () => {
    host.host.settings.update({ model: { embeddingModel: 'set-one' } });
    await post({ model: 'hermes-agent', input: 'x' });
    await post({ input: 'x', user: null });
    await post({ model: 'other', input: 'x' });
    expect(asked).toEqual([
      { model: 'set-one', input: 'x' },
      { model: 'set-one', input: 'x' },
      { model: 'other', input: 'x' },
    ]);
  });

  it.each([[{ model: 'hermes-agent', input: 'x' }], [{ input: 'x' }]])(
    'of nobody for %j, with no model set: 404 says what to do',
    async (body) => {
      const refused = await post(body);
      expect(refused.status).toBe(404);
      expect(refused.body).toMatchObject({
        error: { code: 'embeddings_not_available', param: 'model' },
      });
      expect(JSON.stringify(refused.body)).toContain('Embedding model');
      expect(asked).toEqual([]);
    },
  );

  it.each([
    [{ model: 'm' }, 'input'],
    [{ model: 'm', input: '' }, 'input'],
    [{ model: 'm', input: [] }, 'input'],
    [{ model: 'm', input: [[]] }, 'input'],
    [{ model: 'm', input: ['a', 1] }, 'input'],
    [{ model: 'm', input: 'x', encoding_format: 'hex' }, 'encoding_format'],
    [{ model: 'm', input: 'x', dimensions: 0 }, 'dimensions'],
    [{ model: 7, input: 'x' }, 'model'],
  ])('of %j are refused, naming the field', async (body, param) => {
    const { status, body: told } = await post(body);
    expect([status, (told as { error: { param: string } }).error.param.split('[')[0]]).toEqual([
      400,
      param,
    ]);
    expect(asked).toEqual([]);
  });

  it.each([
    [400, 400, 'upstream_error', 'did not accept the request'],
    [401, 400, 'upstream_error', 'API key'],
    [404, 400, 'upstream_error', 'makes no embeddings with "m"'],
    [429, 429, 'rate_limit_exceeded', 'no more requests'],
    [500, 502, 'upstream_error', 'failed'],
    [504, 504, 'upstream_timeout', 'took too long'],
  ])('that the service refuses with %i are %i %s', async (theirs, ours, code, words) => {
    reply = () => ({
      status: theirs,
      headers: { 'retry-after': '7' },
      body: { error: { message: 'Not with sk-upstream-test', code: 'their_code' } },
    });
    const error = (await client()
      .embeddings.create({ model: 'm', input: 'x' })
      .catch((thrown: unknown) => thrown)) as InstanceType<typeof OpenAI.APIError>;
    expect([error.status, error.code]).toEqual([ours, code]);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('sk-upstream-test');
    expect(error.error).toMatchObject({ cause: { code: 'their_code', status: theirs } });
    if (ours === 429) expect(error.headers!.get('retry-after')).toBe('7');
    // Whether to ask again is the client's to decide.
    expect(asked).toHaveLength(1);
  });

  it('that are refused for good are asked for once by a client that repeats', async () => {
    reply = () => ({ status: 404, body: { error: 'model "m" not found' } });
    await expect(client(3).embeddings.create({ model: 'm', input: 'x' })).rejects.toThrow('400');
    expect(asked).toHaveLength(1);
  });

  it.each([['no JSON'], [{ object: 'list' }], [[]]])('of which %j comes are 502', async (body) => {
    reply = () => ({ body });
    const broken = await post({ model: 'm', input: 'x' });
    expect(broken.status).toBe(502);
    expect(broken.body).toMatchObject({ error: { code: 'upstream_error' } });
  });
});

it('the demo model makes none: 404 says what to do', async () => {
  const demo = await startTestHost();
  try {
    const answer = await fetch(`${demo.url}/v1/embeddings`, {
      method: 'POST',
      headers: demo.headers,
      body: JSON.stringify({ model: 'm', input: 'x' }),
    });
    expect(answer.status).toBe(404);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('embeddings_not_available');
    expect(error.message).toContain('Choose a provider');
  } finally {
    await demo.close();
  }
});

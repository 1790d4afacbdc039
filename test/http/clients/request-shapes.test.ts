import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openClientBench, type ClientBench } from './agent-conversation.ts';

/** Requests as chat programs really send them: addresses, headers and bodies from clients.md. */

let bench: ClientBench;
beforeAll(async () => {
  bench = await openClientBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.upstream.replyWith(() => ({ text: 'Hello' })));

interface Shape {
  client: string;
  path: string;
  headers: (key: string) => Record<string, string>;
  body: Record<string, unknown>;
  /** The client's name as the approvals dialog and the inspector show it. */
  shownAs: string;
}

const text = (words: string) => ({ type: 'text', text: words });
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const shapes: Shape[] = [
  {
    client: 'ChatBox, host without a path',
    path: '/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      'user-agent': `${chrome} Chatbox/1.16.2`,
      'x-title': 'Chatbox AI',
    }),
    body: {
      model: 'hermes-agent',
      messages: [
        { role: 'system', content: 'You are a helpful assistant.' },
        { role: 'user', content: [text('Hi')] },
      ],
      max_tokens: 4096,
      temperature: 0.7,
      stream: true,
    },
    shownAs: 'ChatBox',
  },
  {
    client: 'ChatBox, host with a path of its own',
    path: '/chat/completions',
    headers: (key) => ({ ...bearer(key), 'x-title': 'Chatbox AI' }),
    body: { model: 'hermes-agent', messages: [{ role: 'user', content: 'Hi' }], stream: true },
    shownAs: 'ChatBox',
  },
  {
    client: 'Jan',
    path: '/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      'x-api-key': key,
      origin: 'tauri://localhost',
      'user-agent': chrome,
    }),
    body: {
      model: 'hermes-agent',
      messages: [{ role: 'user', content: [text('Hi')] }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.7,
      top_k: 40,
      min_p: 0.05,
      repeat_penalty: 1.1,
      ctx_len: 8192,
      cache_prompt: true,
      tools: [],
      tool_choice: null,
    },
    shownAs: 'Jan',
  },
  {
    client: 'NextChat, base URL typed with /v1',
    path: '/v1/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      accept: 'application/json',
      origin: 'https://app.nextchat.dev',
      referer: 'https://app.nextchat.dev/',
      'user-agent': chrome,
    }),
    body: {
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      model: 'gpt-4o-mini',
      temperature: 0.5,
      presence_penalty: 0,
      frequency_penalty: 0,
      top_p: 1,
    },
    shownAs: 'NextChat',
  },
  {
    client: 'LobeChat, in the browser',
    path: '/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      origin: 'https://lobechat.com',
      referer: 'https://lobechat.com/chat',
      'user-agent': chrome,
      'x-stainless-lang': 'js',
      'x-stainless-retry-count': '0',
    }),
    body: {
      model: 'hermes-agent',
      messages: [{ role: 'user', content: [text('Hi')] }],
      stream: true,
      stream_options: { include_usage: true },
      user: 'user-1',
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
    },
    shownAs: 'LobeChat',
  },
  {
    client: 'LibreChat',
    path: '/v1/chat/completions',
    headers: (key) => ({ ...bearer(key), 'user-agent': 'OpenAI/JS 5.8.2' }),
    body: {
      model: 'any-title-model',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      max_completion_tokens: 500,
      user: 'abc',
    },
    shownAs: 'OpenAI/JS 5.8.2',
  },
  {
    client: 'Open WebUI in Docker',
    path: '/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      'user-agent': 'Python/3.11 aiohttp/3.11.11',
      'x-openwebui-chat-id': '0f6b',
    }),
    body: {
      stream: true,
      model: 'hermes-agent',
      messages: [{ role: 'user', content: 'Hi' }],
      stream_options: { include_usage: true },
    },
    shownAs: 'Open WebUI',
  },
  {
    client: 'AnythingLLM',
    path: '/v1/chat/completions',
    headers: (key) => ({ ...bearer(key), 'user-agent': 'OpenAI/JS 4.95.1' }),
    body: {
      model: 'hermes-agent',
      stream: true,
      messages: [
        { role: 'system', content: 'Context: …' },
        { role: 'user', content: 'Hi' },
      ],
      temperature: 0.7,
      max_tokens: 1024,
    },
    shownAs: 'OpenAI/JS 4.95.1',
  },
  {
    client: 'big-AGI, in the browser',
    path: '/v1/chat/completions',
    headers: (key) => ({
      ...bearer(key),
      origin: 'https://app.big-agi.com',
      'user-agent': chrome,
      referer: 'https://app.big-agi.com/',
    }),
    body: {
      model: 'hermes-agent',
      messages: [{ role: 'user', content: [text('Hi'), text('there')] }],
      n: 1,
      stream: true,
      stream_options: { include_usage: true },
    },
    shownAs: 'big-AGI',
  },
];

const post = (shape: Pick<Shape, 'path' | 'headers'>, body: unknown) =>
  fetch(bench.host.url + shape.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...shape.headers(bench.key) },
    body: JSON.stringify(body),
  });

describe.each(shapes)('$client', (shape) => {
  it('gets exactly 200 and an event stream that it can read', async () => {
    const response = await post(shape, shape.body);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const frames = (await response.text()).split('\n\n').filter(Boolean);
    expect(frames.pop()).toBe('data: [DONE]');
    const chunks = frames.map(
      (frame) => JSON.parse(frame.replace(/^data: /, '')) as { model: string; choices: object[] },
    );
    const usageApart = Boolean(shape.body['stream_options']);
    if (usageApart) expect(chunks.pop()).toMatchObject({ choices: [], usage: {} });
    expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    for (const chunk of chunks) expect(chunk.model).toBe(shape.body['model']);
    expect(JSON.stringify(chunks)).toContain('"content":"Hello"');
    const [run] = bench.host.host.runs.list();
    expect(run!.origin.client).toBe(shape.shownAs);
  });

  it('gets a plain answer to the same without stream, as for titles', async () => {
    const { stream_options: _, ...body } = shape.body;
    const response = await post(shape, { ...body, stream: false });
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }],
    });
  });
});

describe('model lists', () => {
  it.each([
    ['ChatBox', '/v1/models'],
    ['ChatBox, host with a path', '/models'],
    ['Jan', '//models'],
    ['Jan, base URL with /v1/', '/v1//models'],
    ['Open WebUI', '/v1/models'],
    ['NextChat', '/v1/v1/models'],
  ])('of %s come from %s, without asking the model service', async (_client, path) => {
    const asked = bench.upstream.modelListRequests.length;
    const response = await fetch(bench.host.url + path, { headers: bearer(bench.key) });
    expect(await response.json()).toMatchObject({
      data: [
        {
          id: 'hermes-agent',
          name: expect.any(String) as string,
          context_length: expect.any(Number) as number,
          architecture: { input_modalities: expect.arrayContaining(['image']) as string[] },
        },
      ],
    });
    expect(bench.upstream.modelListRequests).toHaveLength(asked);
  });
});

describe("ChatBox's Check button", () => {
  const shape = shapes[0]!;
  const base = { model: 'hermes-agent', stream: true, max_tokens: 512 };

  it('asks "Hi"', async () => {
    const response = await post(shape, { ...base, messages: [{ role: 'user', content: 'Hi' }] });
    expect(await response.text()).toContain('"content":"Hello"');
  });

  it('shows an image of one pixel, which reaches the model', async () => {
    const image = { type: 'image_url', image_url: { url: pixel } };
    const messages = [{ role: 'user', content: [text('What is in this image?'), image] }];
    const response = await post(shape, { ...base, messages });
    expect(response.status).toBe(200);
    await response.text();
    expect(bench.upstream.requests.at(-1)!.body.messages.at(-1)!.content).toContainEqual(image);
  });

  it('offers get_weather and wants it called', async () => {
    const call = { name: 'get_weather', arguments: { city: 'Berlin' } };
    bench.upstream.reply({ toolCalls: [call] });
    const tool = {
      type: 'function',
      function: {
        name: 'get_weather',
        description: 'Get the weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
      },
    };
    const messages = [{ role: 'user', content: 'What is the weather in Berlin?' }];
    const response = await post(shape, { ...base, messages, tools: [tool], tool_choice: 'auto' });
    const answer = await response.text();
    expect(answer).toMatch(/"tool_calls":\[\{"index":0,"id":"[^"]+","type":"function"/);
    expect(answer).toContain('"finish_reason":"tool_calls"');
  });

  it('sends an empty Bearer when no key is typed: no key', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ' };
    const url = `${bench.host.url}/v1/models`;
    expect((await fetch(url, { headers })).status).toBe(401);
    bench.host.host.secrets.set('apiKey', undefined);
    expect((await fetch(url, { headers })).status).toBe(200);
    bench.host.host.secrets.set('apiKey', bench.key);
  });
});

describe('preflights from the browser', () => {
  it.each([
    [
      'LobeChat',
      'https://lobechat.com',
      'authorization,content-type,x-stainless-arch,x-stainless-os',
    ],
    ['NextChat', 'https://app.nextchat.dev', 'authorization,content-type,x-requested-with'],
    ['Jan', 'tauri://localhost', 'authorization,content-type,x-api-key'],
  ])('of %s are allowed', async (_client, origin, headers) => {
    const response = await fetch(`${bench.host.url}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': headers,
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe(headers);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('titles, tags and probes', () => {
  it.each([
    ['ChatBox', 'Based on the chat history, give this conversation a name. Keep it short.'],
    ['LibreChat', 'Please generate a four to five word title for this conversation.'],
    [
      'Open WebUI',
      '### Task:\nGenerate 1-3 broad tags categorizing the main themes.\n\n### Output:',
    ],
  ])('of %s are one plain model call without tools', async (_client, content) => {
    const before = bench.upstream.requests.length;
    const response = await post(shapes[0]!, {
      model: 'whatever-title-model',
      messages: [{ role: 'user', content }],
      stream: false,
    });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hello' } }] });
    expect(bench.upstream.requests.length - before).toBe(1);
    expect(bench.upstream.requests.at(-1)!.body.tools ?? []).toEqual([]);
  });
});

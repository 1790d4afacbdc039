import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** What becomes of each field of a request: handed on, refused, echoed or ignored. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  upstream.replyWith(() => ({ text: 'ok' }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

const chat = { messages: [{ role: 'user', content: 'Hi' }] };
const response = { input: 'Hi', store: false };

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${host.url}/v1${path}`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });
const postChat = (body: object) => post('/chat/completions', { ...chat, ...body });
const postResponse = (body: object) => post('/responses', { ...response, ...body });

/** What the model service was asked for a request that must be answered. */
async function asked(answer: Promise<Response>): Promise<Record<string, unknown>> {
  const { status } = await answer;
  expect(status).toBe(200);
  return upstream.requests.at(-1)!.body as unknown as Record<string, unknown>;
}

const schema = { type: 'object', properties: {} };
const format = { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } };

describe('a chat hands on', () => {
  it.each<[string, unknown]>([
    ['temperature', 0.1],
    ['top_p', 0.5],
    ['max_tokens', 40],
    ['max_completion_tokens', 50],
    ['stop', ['END']],
    ['seed', 3],
    ['presence_penalty', 0.2],
    ['frequency_penalty', 0.3],
    ['logit_bias', { '1': 2 }],
    ['response_format', format],
    ['reasoning_effort', 'low'],
  ])('%s', async (name, value) => {
    expect((await asked(postChat({ [name]: value })))[name]).toEqual(value);
    expect(await asked(postChat({ [name]: null }))).not.toHaveProperty(name);
  });

  it('reasoning as its effort', async () => {
    const body = await asked(postChat({ reasoning: { effort: 'high' } }));
    expect(body['reasoning_effort']).toBe('high');
  });
});

describe('a response hands on', () => {
  it.each<[string, unknown, string, unknown]>([
    ['temperature', 0.1, 'temperature', 0.1],
    ['top_p', 0.5, 'top_p', 0.5],
    ['max_output_tokens', 50, 'max_tokens', 50],
    ['stop', 'END', 'stop', 'END'],
    ['seed', 3, 'seed', 3],
    ['presence_penalty', 0.2, 'presence_penalty', 0.2],
    ['frequency_penalty', 0.3, 'frequency_penalty', 0.3],
    ['logit_bias', { '1': 2 }, 'logit_bias', { '1': 2 }],
    [
      'text',
      { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
      'response_format',
      format,
    ],
    ['text', { format: { type: 'json_object' } }, 'response_format', { type: 'json_object' }],
    ['reasoning', { effort: 'low' }, 'reasoning_effort', 'low'],
  ])('%s: %j as %s', async (name, value, upstreamName, upstreamValue) => {
    expect((await asked(postResponse({ [name]: value })))[upstreamName]).toEqual(upstreamValue);
    expect(await asked(postResponse({ [name]: null }))).not.toHaveProperty(upstreamName);
  });
});

describe('never silently dropped:', () => {
  const audio = { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } };
  const zip = Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]).toString('base64');
  const asks = (...content: object[]) => [{ role: 'user', content }];

  it.each<[string, (body: object) => Promise<Response>, object, string]>([
    ['two answers to a chat', postChat, { n: 2 }, 'n'],
    ['log probabilities of a chat', postChat, { logprobs: true }, 'logprobs'],
    ['spoken answers to a chat', postChat, { modalities: ['text', 'audio'] }, 'modalities'],
    ['the voice of a chat', postChat, { audio: { voice: 'alloy', format: 'mp3' } }, 'audio'],
    ['sound in a chat', postChat, { messages: asks(audio) }, 'messages[0].content[0].type'],
    [
      'a file in a chat that is neither text nor PDF',
      postChat,
      { messages: asks({ type: 'file', file: { filename: 'a.zip', file_data: zip } }) },
      'messages[0].content[0].file.file_data',
    ],
    ['two responses', postResponse, { n: 2 }, 'n'],
    ['log probabilities of a response', postResponse, { logprobs: true }, 'logprobs'],
    ['top log probabilities of a response', postResponse, { top_logprobs: 2 }, 'top_logprobs'],
    [
      'included log probabilities of a response',
      postResponse,
      { include: ['message.output_text.logprobs'] },
      'include',
    ],
    ['a spoken response', postResponse, { modalities: ['audio'] }, 'modalities'],
    ['the voice of a response', postResponse, { audio: { voice: 'alloy' } }, 'audio'],
    ['sound for a response', postResponse, { input: asks(audio) }, 'input[0].content[0].type'],
    [
      'a file for a response that is neither text nor PDF',
      postResponse,
      { input: asks({ type: 'input_file', filename: 'a.zip', file_data: zip }) },
      'input[0].content[0].file_data',
    ],
    ['a stored prompt', postResponse, { prompt: { id: 'pmpt_1' } }, 'prompt'],
  ])('%s', async (_what, send, body, param) => {
    const before = upstream.requests.length;
    for (const stream of [false, true]) {
      const refused = await send({ ...body, stream });
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({
        error: { type: 'invalid_request_error', code: 'invalid_request_error', param },
      });
    }
    expect(upstream.requests).toHaveLength(before);
  });

  it('their harmless values are taken', async () => {
    const harmless = { n: 1, logprobs: false, modalities: ['text'], audio: null };
    expect((await postChat(harmless)).status).toBe(200);
    expect((await postResponse({ ...harmless, top_logprobs: 0 })).status).toBe(200);
  });
});

describe('unknown fields', () => {
  const extras = { user: 'u1', top_k: 5, made_up: { deep: [1] } };
  const tool = { name: 'f', parameters: schema, ...extras };

  it('of a chat, its messages, parts and tools are ignored', async () => {
    const body = await asked(
      postChat({
        ...extras,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', ...extras }], ...extras }],
        tools: [{ type: 'function', function: tool, ...extras }],
        stream_options: extras,
      }),
    );
    expect(JSON.stringify(body)).not.toMatch(/made_up|top_k/);
  });

  it('of a response, its items, parts and tools are ignored', async () => {
    const body = await asked(
      postResponse({
        ...extras,
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hi', ...extras }], ...extras },
        ],
        tools: [{ type: 'function', ...tool }],
        text: extras,
        reasoning: extras,
      }),
    );
    expect(JSON.stringify(body)).not.toMatch(/made_up|top_k/);
  });
});

describe('model', () => {
  const each = (text: string): unknown[] =>
    [...text.matchAll(/"model":("[^"]*")/g)].map(([, name]) => JSON.parse(name!) as unknown);

  it.each([
    ['a chat', postChat],
    ['a response', postResponse],
  ])('is echoed by %s, and the configured one answers', async (_what, send) => {
    for (const stream of [false, true]) {
      const answer = await send({ model: 'gpt-4o', stream });
      const names = each(await answer.text());
      expect(names.length).toBeGreaterThan(0);
      expect(new Set(names)).toEqual(new Set(['gpt-4o']));
      expect(upstream.requests.at(-1)!.body.model).toBe('test-model');
    }
  });

  it.each([
    ['a chat', postChat],
    ['a response', postResponse],
  ])('is the one in the settings where %s names none', async (_what, send) => {
    const answer = await send({});
    expect(each(await answer.text())).toEqual(['hermes-agent']);
  });
});

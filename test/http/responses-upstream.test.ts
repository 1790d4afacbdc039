import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startResponsesUpstream,
  type ResponsesUpstream,
} from '../support/responses-upstream/responses-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** An agent over OpenAI's newest models, which take tools beside their thinking in the Responses API only. */

let upstream: ResponsesUpstream;
let host: TestHost;
const start = async (model: object): Promise<void> => {
  host = await startTestHost({
    upstream: upstream.url,
    settings: { agent: { approvals: 'allow' }, model: { model: 'gpt-5.6-test', ...model } },
  });
};
beforeEach(async () => {
  upstream = await startResponsesUpstream();
});
afterEach(async () => {
  await host.close();
  await upstream.close();
});

const post = async (path: string, body: object) => {
  const response = await fetch(`${host.url}/v1/${path}`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const chat = async (body: object = {}) => {
  const answer = await post('chat/completions', {
    messages: [{ role: 'user', content: 'Hi' }],
    ...body,
  });
  const { choices } = answer.body as { choices?: { message: Record<string, unknown> }[] };
  return { ...answer, message: choices?.[0]?.message };
};
/** Calls a tool first, and then says what came of it. */
const callThenAnswer = (): void =>
  upstream.replyWith((body) => {
    const input = body['input'] as { type?: string; output?: string }[];
    const output = input.find(({ type }) => type === 'function_call_output')?.output;
    return output
      ? { text: ['It said ', output.includes('ran-it') ? 'ran-it' : output] }
      : {
          reasoning: ['I run it.'],
          toolCalls: [{ name: 'terminal', arguments: { command: 'echo ran-it' } }],
          usage: { input: 100, output: 20, cached: 60, reasoning: 10 },
        };
  });
const kindsSent = (index: number): (string | undefined)[] =>
  (upstream.requests[index]!.body['input'] as { type?: string; role?: string }[]).map(
    ({ type, role }) => type ?? role,
  );

describe('Of the preset for OpenAI', () => {
  beforeEach(() => start({ provider: 'openai' }));

  test('the agent works with its tools while the model thinks', async () => {
    callThenAnswer();
    const { message, body } = await chat({ reasoning_effort: 'high' });
    expect(message!['content']).toBe('It said ran-it');
    expect(message!['reasoning_content']).toContain('I run it.');
    expect(body['usage']).toMatchObject({
      prompt_tokens: 110,
      completion_tokens: 22,
      prompt_tokens_details: { cached_tokens: 60 },
      completion_tokens_details: { reasoning_tokens: 10 },
    });
    expect(upstream.requests.map(({ path, refused }) => [path, refused])).toEqual([
      ['/v1/responses', undefined],
      ['/v1/responses', undefined],
    ]);
    expect(kindsSent(1)).toEqual([
      'system',
      'user',
      'reasoning',
      'function_call',
      'function_call_output',
    ]);
  });

  test('what the model thought comes back to it with the next turn of a conversation', async () => {
    callThenAnswer();
    await post('responses', { input: 'Run it', conversation: 'c' });
    upstream.replyWith(() => ({ text: 'As before.' }));
    const { body } = await post('responses', { input: 'Again', conversation: 'c' });
    expect(body['status']).toBe('completed');
    expect(upstream.requests.at(-1)!.refused).toBeUndefined();
    expect(kindsSent(2)).toEqual([
      'system',
      'user',
      'reasoning',
      'function_call',
      'function_call_output',
      'assistant',
      'user',
    ]);
  });

  test("a client's own tools and picture, streamed", async () => {
    upstream.reply({ toolCalls: [{ id: 'c9', name: 'get_weather', arguments: { city: 'Ulm' } }] });
    const { message } = await chat({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Where is this, and how is the weather?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } },
          ],
        },
      ],
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: {} } }],
    });
    expect(message!['tool_calls']).toMatchObject([
      { id: 'c9', function: { name: 'get_weather', arguments: '{"city":"Ulm"}' } },
    ]);
    expect(upstream.requests[0]!.refused).toBeUndefined();
  });

  test('a failure names the service and says what to do', async () => {
    upstream.replyWith(() => ({ status: 401 }));
    const { status, body } = await chat();
    expect(status).toBe(400);
    expect((body['error'] as { message: string }).message).toContain('OpenAI');
  });
});

describe('Of another service', () => {
  test('a refusal of tools beside thinking leads there', async () => {
    await start({ provider: 'custom' });
    callThenAnswer();
    const { message } = await chat();
    expect(message!['content']).toBe('It said ran-it');
    expect(upstream.requests.map(({ path }) => path)).toEqual([
      '/v1/chat/completions',
      '/v1/responses',
      '/v1/responses',
    ]);
  });

  test('the setting leads there at once', async () => {
    await start({ provider: 'custom', api: 'responses' });
    callThenAnswer();
    await chat();
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/responses']);
  });

  test('the setting keeps chat completions, without thinking', async () => {
    await start({ provider: 'openai', api: 'chat' });
    const { message } = await chat();
    expect(message!['content']).toBe('By chat completions.');
    expect(upstream.requests.map(({ path }) => path)).not.toContain('/v1/responses');
  });
});

import OpenAI from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';

let upstream: ScriptedUpstream;
let client: OpenAI;

beforeEach(async () => {
  upstream = await startScriptedUpstream();
  client = new OpenAI({ baseURL: upstream.url, apiKey: 'k', maxRetries: 0 });
});
afterEach(() => upstream.close());

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

test('the SDK assembles a scripted stream', async () => {
  upstream.reply({
    reasoning: 'Hm',
    text: ['Hel', 'lo'],
    toolCalls: [{ name: 'f', arguments: { city: 'Paris' } }],
    usage: { prompt_tokens: 3, completion_tokens: 4 },
  });
  const stream = client.chat.completions.stream({
    ...request,
    stream_options: { include_usage: true },
  });
  const completion = await stream.finalChatCompletion();
  expect(completion.choices[0]).toMatchObject({
    finish_reason: 'tool_calls',
    message: {
      content: 'Hello',
      tool_calls: [{ id: 'call_1', function: { name: 'f', arguments: '{"city":"Paris"}' } }],
    },
  });
  expect(completion.usage).toMatchObject({ prompt_tokens: 3, total_tokens: 7 });
});

test('a plain request gets one completion object', async () => {
  upstream.reply({ text: ['Hel', 'lo'] });
  const completion = await client.chat.completions.create(request);
  expect(completion.choices[0]?.message.content).toBe('Hello');
  expect(upstream.requests[0]).toMatchObject({ path: '/v1/chat/completions', body: request });
});

test('a request nobody scripted fails and says so', async () => {
  await expect(client.chat.completions.create(request)).rejects.toThrow(
    'The scripted upstream has no reply for request 1',
  );
});

test('a client that leaves is seen, and so is its closed connection', async () => {
  upstream.reply({ text: 'a', hang: 'mid-text' });
  const stream = await client.chat.completions.create({ ...request, stream: true });
  await stream[Symbol.asyncIterator]().next();
  expect(upstream.openConnections()).toBe(1);
  stream.controller.abort();
  await upstream.waitForAbort(1);
  expect(upstream.requests[0]?.aborted).toBe(true);
});

test('a cut stream delivers what was sent before the break, and is not taken for an abort', async () => {
  upstream.reply({ text: ['a', 'b'], cutAfterChunks: 2 });
  const response = await fetch(`${upstream.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ ...request, stream: true }),
  });
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body!) text += Buffer.from(chunk as Uint8Array).toString();
  };
  await expect(read()).rejects.toThrow();
  expect(text).toContain('"content":"a"');
  expect(text).not.toContain('"content":"b"');
  expect(upstream.requests[0]?.aborted).toBe(false);
});

test('a refused stream leaves the reply for the plain request', async () => {
  upstream.reply({ text: 'whole', refuseStreaming: true });
  await expect(client.chat.completions.create({ ...request, stream: true })).rejects.toThrow(
    /stream/,
  );
  const completion = await client.chat.completions.create(request);
  expect(completion.choices[0]?.message.content).toBe('whole');
});

test('models are listed', async () => {
  const models = await client.models.list();
  expect(models.data.map((model) => model.id)).toEqual(['scripted-model']);
});

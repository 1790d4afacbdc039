import { afterEach, beforeEach, expect, test } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { ask, delta, modelFor, sse } from './ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

const end = [delta({}, 'stop'), sse('[DONE]')];

test('text is handed on piece by piece, and the reply holds all of it with its usage', async () => {
  upstream.reply({
    text: ['Hel', 'lo ', 'world'],
    usage: {
      prompt_tokens: 12,
      completion_tokens: 3,
      prompt_tokens_details: { cached_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  });
  const { reply, texts } = await ask(modelFor(upstream));
  expect(texts).toEqual(['Hel', 'lo ', 'world']);
  expect(reply).toEqual({
    text: 'Hello world',
    reasoning: '',
    toolCalls: [],
    finishReason: 'stop',
    usage: { inputTokens: 12, cachedInputTokens: 5, outputTokens: 3, reasoningTokens: 2 },
  });
});

test('the request carries what was asked for, with the key, and nothing about this machine', async () => {
  upstream.reply({ text: 'ok' });
  const parameters = { type: 'object', properties: {} };
  const tool = { type: 'function' as const, function: { name: 'f', parameters } };
  await ask(modelFor(upstream), {
    tools: [tool],
    toolChoice: 'required',
    parameters: { temperature: 0, max_tokens: 7, stop: ['x'], seed: undefined },
  });
  const { body, headers } = upstream.requests[0]!;
  expect(body).toEqual({
    model: 'test-model',
    messages: [{ role: 'user', content: 'Hi' }],
    tools: [tool],
    tool_choice: 'required',
    temperature: 0,
    max_tokens: 7,
    stop: ['x'],
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(headers.authorization).toBe('Bearer sk-test');
  expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
});

test('without tools nothing is sent that only makes sense beside them', async () => {
  upstream.reply({ text: 'ok' });
  await ask(modelFor(upstream), {
    toolChoice: 'auto',
    parameters: { parallel_tool_calls: false, max_completion_tokens: 9 },
  });
  const { body } = upstream.requests[0]!;
  expect(Object.keys(body).toSorted()).toEqual([
    'max_completion_tokens',
    'messages',
    'model',
    'stream',
    'stream_options',
  ]);
});

test('without a key no Authorization header is sent', async () => {
  upstream.reply({ text: 'ok' });
  await ask(modelFor(upstream, { apiKey: undefined }));
  expect(upstream.requests[0]!.headers.authorization).toBeUndefined();
});

test('all pieces of one network chunk come in one tick', async () => {
  upstream.reply({ rawChunks: [delta({ content: 'a' }) + delta({ content: 'b' }), ...end] });
  let ticks = 0;
  const seen: [string, number][] = [];
  await modelFor(upstream).complete(
    { messages: [], tools: [], parameters: {} },
    {
      onText: (text) => {
        seen.push([text, ticks]);
        queueMicrotask(() => (ticks += 1));
      },
      onReasoning: () => {},
      signal: new AbortController().signal,
    },
  );
  expect(seen).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
});

test('events and characters that network chunks cut in two are put together', async () => {
  const bytes = Buffer.from(delta({ content: 'Grüße 👋' }) + end.join(''));
  upstream.reply({ rawChunks: [...bytes].map((byte) => Buffer.from([byte]) as never) });
  const { reply } = await ask(modelFor(upstream));
  expect(reply.text).toBe('Grüße 👋');
});

test.each([
  ['reasoning_content', { reasoning_content: 'Hm' }],
  ['reasoning', { reasoning: 'Hm' }],
  [
    'reasoning_details',
    {
      reasoning_details: [
        { type: 'reasoning.text', text: 'H' },
        { type: 'reasoning.summary', summary: 'm' },
        { type: 'reasoning.encrypted', data: 'xxx' },
      ],
    },
  ],
  [
    'the same under two names',
    { reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] },
  ],
  [
    'thinking parts of the content',
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] },
  ],
])('reasoning is passed on from %s', async (_name, fields) => {
  upstream.reply({ rawChunks: [delta(fields), delta({ content: 'Yes' }), ...end] });
  const { reply, reasonings, texts } = await ask(modelFor(upstream));
  expect(reasonings.join('')).toBe('Hm');
  expect(texts).toEqual(['Yes']);
  expect(reply).toMatchObject({ text: 'Yes', reasoning: 'Hm' });
});

test('text in parts, and a refusal, are text', async () => {
  upstream.reply({
    rawChunks: [
      delta({ content: [{ type: 'text', text: 'I ' }] }),
      delta({ refusal: 'cannot' }),
      ...end,
    ],
  });
  expect((await ask(modelFor(upstream))).reply.text).toBe('I cannot');
});

test('tool calls are put together from their pieces', async () => {
  upstream.reply({
    text: 'Let me see',
    toolCalls: [
      { name: 'read_file', arguments: { path: 'a.txt' } },
      { name: 'read_file', arguments: { path: 'b.txt' } },
    ],
  });
  const { reply } = await ask(modelFor(upstream));
  expect(reply).toMatchObject({
    text: 'Let me see',
    finishReason: 'tool_calls',
    toolCalls: [
      { id: 'call_1', name: 'read_file', arguments: '{"path":"a.txt"}' },
      { id: 'call_2', name: 'read_file', arguments: '{"path":"b.txt"}' },
    ],
  });
});

test('tool calls without ids get different ones', async () => {
  upstream.reply({
    toolCalls: [
      { id: null, name: 'a', arguments: {} },
      { id: null, name: 'b', arguments: {} },
    ],
  });
  const { reply } = await ask(modelFor(upstream));
  const ids = reply.toolCalls.map((call) => call.id);
  expect(ids.every((id) => /^call_[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(2);
});

test.each([
  ['stop', 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['MAX_TOKENS', 'length'],
  ['content_filter', 'content_filter'],
  ['SAFETY', 'content_filter'],
  ['tool_calls', 'stop'],
  ['end_turn', 'stop'],
  ['something new', 'stop'],
])('finish reason %s of a text means %s', async (theirs, ours) => {
  upstream.reply({ text: 'x', finishReason: theirs });
  expect((await ask(modelFor(upstream))).reply.finishReason).toBe(ours);
});

test.each(['function_call', 'tool_use', 'stop'])(
  'finish reason %s with a call means tool_calls',
  async (finishReason) => {
    upstream.reply({ toolCalls: [{ name: 'f', arguments: {} }], finishReason });
    expect((await ask(modelFor(upstream))).reply.finishReason).toBe('tool_calls');
  },
);

test('the old function_call is a tool call', async () => {
  upstream.reply({
    rawChunks: [
      delta({ function_call: { name: 'f', arguments: '{"a"' } }),
      delta({ function_call: { arguments: ':1}' } }),
      delta({}, 'function_call'),
      sse('[DONE]'),
    ],
  });
  expect((await ask(modelFor(upstream))).reply).toMatchObject({
    finishReason: 'tool_calls',
    toolCalls: [{ name: 'f', arguments: '{"a":1}' }],
  });
});

test('malformed chunks, empty choices and comments are survived, and told in the log', async () => {
  const warnings: unknown[] = [];
  upstream.reply({
    rawChunks: [
      ': OPENROUTER PROCESSING\n\n',
      sse({ choices: [], prompt_filter_results: [] }),
      delta({ content: 'a' }),
      'data: {"choices": [{"del\n\n',
      sse('null'),
      'event: ping\ndata: {}\n\n',
      'nonsense\n\n',
      sse({ choices: null }),
      sse({ choices: [{ index: 0 }] }),
      delta({ content: 'b' }),
      ...end,
    ],
  });
  const logger = { warn: (...line: unknown[]) => warnings.push(line) };
  const { texts } = await ask(modelFor(upstream, { logger }));
  expect(texts).toEqual(['a', 'b']);
  expect(warnings).toEqual([[expect.stringContaining('no JSON'), { malformed: 2 }]]);
});

test('a missing [DONE] and a missing usage are survived, and a missing finish reason before [DONE]', async () => {
  upstream.reply(
    { text: 'a', noDone: true, usage: null },
    { rawChunks: [delta({ content: 'b' }), sse('[DONE]')] },
  );
  const model = modelFor(upstream);
  expect((await ask(model)).reply).toMatchObject({ text: 'a', usage: null, finishReason: 'stop' });
  expect((await ask(model)).reply).toMatchObject({ text: 'b', usage: null, finishReason: 'stop' });
  expect(upstream.requests).toHaveLength(2);
});

test('a last event without its blank line counts', async () => {
  upstream.reply({
    rawChunks: [delta({ content: 'a' }), delta({ content: 'b' }, 'stop').trimEnd()],
  });
  expect((await ask(modelFor(upstream))).reply.text).toBe('ab');
});

test('usage on the finish chunk, and zeroes where a number makes no sense, are understood', async () => {
  const usage = { prompt_tokens: 4, completion_tokens: null, prompt_cache_hit_tokens: 3 };
  upstream.reply({
    rawChunks: [
      delta({ content: 'a' }),
      sse({ choices: [{ delta: {}, finish_reason: 'stop' }], usage }),
      sse('[DONE]'),
    ],
  });
  expect((await ask(modelFor(upstream))).reply.usage).toEqual({
    inputTokens: 4,
    cachedInputTokens: 3,
    outputTokens: 0,
    reasoningTokens: 0,
  });
});

test('an empty answer with a finish reason is an empty answer', async () => {
  upstream.reply({ text: '' });
  expect((await ask(modelFor(upstream))).reply).toMatchObject({ text: '', finishReason: 'stop' });
});

test('connections are used again', async () => {
  upstream.replyWith(() => ({ text: 'a' }));
  const model = modelFor(upstream);
  for (let call = 0; call < 20; call += 1) await ask(model);
  // The next call may begin before the end of the response after `[DONE]` has come.
  expect(upstream.openConnections()).toBeLessThanOrEqual(2);
});

test('many calls at once share nothing but the model', async () => {
  upstream.replyWith((_body, index) => ({ text: ['answer ', String(index)], chunkDelayMs: 1 }));
  const model = modelFor(upstream);
  const replies = await Promise.all(Array.from({ length: 40 }, () => ask(model)));
  const texts = new Set(replies.map(({ reply }) => reply.text));
  expect(texts.size).toBe(40);
});

test.each([
  { text: ['<think>', 'I ponder.', '</think>', '\n\nYes', '.'] },
  { text: '<think>I ponder.</think>\n\nYes.', refuseStreaming: true },
])('thinking that stands in the text is told from the answer: %j', async (reply) => {
  upstream.reply(reply);
  const asked = await ask(modelFor(upstream));
  expect(asked.reply).toMatchObject({ text: 'Yes.', reasoning: 'I ponder.' });
  expect(asked.texts.join('')).toBe('Yes.');
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatMessage } from '../../../../../src/main/model/model.ts';
import {
  startResponsesUpstream,
  type ResponsesUpstream,
} from '../../../../support/responses-upstream/responses-upstream.ts';
import { ask, failureOf } from '../../ask.ts';
import { called, responsesModel, weather } from './asking.ts';

let upstream: ResponsesUpstream;
beforeEach(async () => {
  upstream = await startResponsesUpstream();
});
afterEach(() => upstream.close());

/** The only request, which the rules let pass. */
function sent(): Record<string, unknown> {
  expect(upstream.requests.map(({ path, refused }) => ({ path, refused }))).toEqual([
    { path: '/v1/responses', refused: undefined },
  ]);
  return upstream.requests[0]!.body;
}

test('a request says all that it would say in chat completions, and has nothing stored', async () => {
  upstream.reply({ text: 'ok' });
  await ask(responsesModel(upstream), {
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Hi' },
    ],
    tools: [weather],
    toolChoice: 'required',
    parameters: {
      max_tokens: 7,
      reasoning_effort: 'low',
      verbosity: 'low',
      parallel_tool_calls: false,
    },
  });
  expect(sent()).toEqual({
    model: 'gpt-5.6-test',
    max_output_tokens: 16,
    reasoning: { effort: 'low', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    text: { verbosity: 'low' },
    store: false,
    input: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Hi' },
    ],
    tools: [
      {
        type: 'function',
        name: 'weather',
        description: 'The weather of a city.',
        parameters: weather.function.parameters,
        strict: false,
      },
    ],
    tool_choice: 'required',
    parallel_tool_calls: false,
    stream: true,
  });
  const { headers } = upstream.requests[0]!;
  expect(headers.authorization).toBe('Bearer sk-test');
  expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual([]);
});

test('a whole conversation: pictures, files, calls and their outputs, blank messages left out', async () => {
  upstream.reply({ text: 'ok' });
  const long = `call_${'x'.repeat(80)}`;
  const messages: ChatMessage[] = [
    { role: 'developer', content: [{ type: 'text', text: 'Be short.' }] },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA' } },
      ],
    },
    ...called({ id: 'c1', name: 'weather', arguments: '{"city":"Ulm"}' }, 'rain', {
      content: 'I look.',
    }),
    { role: 'assistant', content: '' },
    ...called({ id: long, name: 'weather', arguments: '{}' }, ''),
    { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
    { role: 'user', content: 'And now?' },
  ];
  await ask(responsesModel(upstream), { messages, tools: [weather] });
  const { input } = sent() as { input: Record<string, unknown>[] };
  expect(input.slice(0, 5)).toEqual([
    { role: 'developer', content: [{ type: 'input_text', text: 'Be short.' }] },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'Look' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'auto' },
        { type: 'input_image', image_url: 'https://example.com/a.png', detail: 'low' },
        { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AA' },
      ],
    },
    { role: 'assistant', content: 'I look.' },
    { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Ulm"}' },
    { type: 'function_call_output', call_id: 'c1', output: 'rain' },
  ]);
  expect(input).toHaveLength(9);
  expect(input[5]!['call_id']).toBe(input[6]!['call_id']);
  expect(input[7]).toEqual({ role: 'assistant', content: 'No.' });
});

test('what the model thought goes back encrypted, before what it led to, and only to who sent it', async () => {
  upstream.reply({
    reasoning: ['I should look.'],
    text: 'One moment.',
    phase: 'commentary',
    toolCalls: [{ id: 'c1', name: 'weather', arguments: { city: 'Ulm' } }],
  });
  const model = responsesModel(upstream);
  const question: ChatMessage = { role: 'user', content: 'Weather in Ulm?' };
  const { reply } = await ask(model, { messages: [question], tools: [weather] });
  expect(reply.toolCalls).toEqual([{ id: 'c1', name: 'weather', arguments: '{"city":"Ulm"}' }]);

  upstream.reply({ text: 'It rains.' });
  const call = called(reply.toolCalls[0]!, 'rain', {
    content: reply.text,
    ...(reply.extras ? { serviceExtras: reply.extras } : {}),
  });
  // As it is after it was stored.
  const messages = JSON.parse(JSON.stringify([question, ...call])) as ChatMessage[];
  await ask(model, { messages, tools: [weather] });
  const { body, refused } = upstream.requests[1]!;
  expect(refused).toBeUndefined();
  expect(body['input']).toEqual([
    { role: 'user', content: 'Weather in Ulm?' },
    {
      type: 'reasoning',
      id: 'rs_1',
      summary: [{ type: 'summary_text', text: 'I should look.' }],
      encrypted_content: expect.stringMatching(/^gAAAA/) as string,
    },
    { role: 'assistant', content: 'One moment.', phase: 'commentary' },
    { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Ulm"}' },
    { type: 'function_call_output', call_id: 'c1', output: 'rain' },
  ]);

  upstream.reply({ text: 'It rains.' });
  await ask(responsesModel(upstream, { model: 'another' }), { messages, tools: [weather] });
  const { input } = upstream.requests[2]!.body as { input: { type?: string }[] };
  expect(input.some(({ type }) => type === 'reasoning')).toBe(false);
});

test('of two calls of which one is left out, the other keeps its reasoning', async () => {
  upstream.reply({
    reasoning: ['Two at once.'],
    toolCalls: [
      { id: 'c1', name: 'weather', arguments: {} },
      { id: 'c2', name: 'weather', arguments: {} },
    ],
  });
  const model = responsesModel(upstream);
  const { reply } = await ask(model, { tools: [weather] });
  upstream.reply({ text: 'ok' }, { text: 'ok' });
  for (const call of reply.toolCalls) {
    const messages: ChatMessage[] = [
      { role: 'user', content: 'Hi' },
      ...called(call, 'rain', { serviceExtras: reply.extras! }),
    ];
    await ask(model, { messages, tools: [weather] });
  }
  expect(upstream.requests.map(({ refused }) => refused)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const kinds = upstream.requests
    .slice(1)
    .map(({ body }) => (body['input'] as { type?: string }[]).map(({ type }) => type));
  expect(kinds).toEqual([
    [undefined, 'reasoning', 'function_call', 'function_call_output'],
    [undefined, 'function_call', 'function_call_output'],
  ]);
});

test.each([
  ['any JSON', { type: 'json_object' }, { type: 'json_object' }],
  [
    'a schema',
    { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' }, strict: true } },
    { type: 'json_schema', name: 'a', schema: { type: 'object' }, strict: true },
  ],
] as const)('an answer as %s', async (_, format, expected) => {
  upstream.reply({ text: '{}' });
  await ask(responsesModel(upstream), { parameters: { response_format: format } });
  expect(sent()['text']).toEqual({ format: expected });
});

test('a named tool, and a choice among some', async () => {
  upstream.reply({ text: 'a' }, { text: 'b' });
  const model = responsesModel(upstream);
  await ask(model, {
    tools: [weather],
    toolChoice: { type: 'function', function: { name: 'weather' } },
  });
  await ask(model, {
    tools: [weather],
    toolChoice: {
      type: 'allowed_tools',
      allowed_tools: {
        mode: 'required',
        tools: [{ type: 'function', function: { name: 'weather' } }],
      },
    },
  });
  expect(upstream.requests.map(({ body, refused }) => [refused, body['tool_choice']])).toEqual([
    [undefined, { type: 'function', name: 'weather' }],
    [
      undefined,
      {
        type: 'allowed_tools',
        mode: 'required',
        tools: [{ type: 'function', name: 'weather' }],
      },
    ],
  ]);
});

test('tools of which nobody had thought that they would be sent', async () => {
  upstream.reply({ toolCalls: [{ id: 'c1', name: 'files_read', arguments: { level: '2' } }] });
  const { reply } = await ask(responsesModel(upstream), {
    tools: [
      {
        type: 'function',
        function: {
          name: 'files.read',
          parameters: { $schema: 'x', properties: { level: { enum: [1, 2] } } },
        },
      },
      { type: 'function', function: { name: 'nothing' } },
    ],
  });
  sent();
  expect(reply.toolCalls).toEqual([{ id: 'c1', name: 'files.read', arguments: '{"level":2}' }]);
});

test('a model that does not reason is asked for no reasoning', async () => {
  await upstream.close();
  upstream = await startResponsesUpstream({ reasons: false });
  upstream.reply({ text: 'ok' });
  await ask(responsesModel(upstream, { model: 'gpt-4.1-mini' }), {
    parameters: { temperature: 0.5, top_p: 0.9, max_completion_tokens: 100 },
  });
  expect(sent()).toEqual({
    model: 'gpt-4.1-mini',
    temperature: 0.5,
    top_p: 0.9,
    max_output_tokens: 100,
    store: false,
    input: [{ role: 'user', content: 'Hi' }],
    stream: true,
  });
});

test('what an unknown model does not take is left out, and remembered', async () => {
  await upstream.close();
  upstream = await startResponsesUpstream({ reasons: false });
  upstream.replyWith(() => ({ text: 'ok' }));
  const model = responsesModel(upstream, { model: 'house-model' });
  await ask(model, { parameters: { reasoning_effort: 'low' } });
  await ask(model, { parameters: { reasoning_effort: 'low' } });
  const bodies = upstream.requests.map(({ body }) => body);
  expect(bodies.at(-1)).not.toHaveProperty('include');
  expect(bodies.at(-1)).not.toHaveProperty('reasoning');
  expect(upstream.requests.filter(({ refused }) => !refused)).toHaveLength(2);
  expect(upstream.requests).toHaveLength(4);
});

test('an organisation that may not see summaries gets answers all the same', async () => {
  await upstream.close();
  upstream = await startResponsesUpstream({ verified: false });
  upstream.replyWith(() => ({ text: 'ok' }));
  const model = responsesModel(upstream);
  await ask(model, { parameters: { reasoning_effort: 'low', temperature: 1 } });
  const { body } = upstream.requests.at(-1)!;
  expect(body['reasoning']).toEqual({ effort: 'low' });
  expect(body).not.toHaveProperty('temperature');
  expect(body['include']).toEqual(['reasoning.encrypted_content']);
});

test('reasoning that cannot be read any more is left out', async () => {
  upstream.reply({ reasoning: ['Hm.'], toolCalls: [{ id: 'c1', name: 'weather', arguments: {} }] });
  const model = responsesModel(upstream);
  const { reply } = await ask(model, { tools: [weather] });
  const extras = JSON.parse(
    JSON.stringify(reply.extras).replace('gAAAA', 'gBBBB'),
  ) as typeof reply.extras;
  upstream.reply({ text: 'Sunny.' });
  const { reply: answer } = await ask(model, {
    messages: [
      { role: 'user', content: 'Hi' },
      ...called(reply.toolCalls[0]!, 'sun', { serviceExtras: extras! }),
    ],
    tools: [weather],
  });
  expect(answer.text).toBe('Sunny.');
  expect(upstream.requests.map(({ refused }) => refused?.code)).toEqual([
    undefined,
    'invalid_encrypted_content',
    undefined,
  ]);
});

test('audio is refused with the way out', async () => {
  const failure = await failureOf(
    ask(responsesModel(upstream), {
      messages: [
        {
          role: 'user',
          content: [{ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }],
        },
      ],
    }),
  );
  expect(String(failure)).toContain('"API" in Hermes Tray, Settings › Model');
});

test('a tool that a refusal names is left out alone, under the name that the service knows', async () => {
  const message =
    "Invalid schema for function 'odd_tool': In context=('properties', 'x'), something is wrong.";
  const error = { message, param: 'tools[1].parameters', code: 'invalid_function_parameters' };
  upstream.reply({ status: 400, body: { error } }, { text: 'ok' });
  const odd = { ...weather, function: { ...weather.function, name: 'odd.tool' } };
  const other = { ...weather, function: { ...weather.function, name: 'other' } };
  await ask(responsesModel(upstream), { tools: [weather, odd, other] });
  const names = upstream.requests.map(({ body }) =>
    (body['tools'] as { name: string }[]).map(({ name }) => name),
  );
  expect(names).toEqual([
    ['weather', 'odd_tool', 'other'],
    ['weather', 'other'],
  ]);
});

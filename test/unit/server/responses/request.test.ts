import { describe, expect, it } from 'vitest';
import {
  readResponseRequest,
  type ResponseRequest,
} from '../../../../src/main/server/routes/responses/request/request.ts';

const ignored: string[] = [];
const read = (body: unknown): ResponseRequest => {
  ignored.length = 0;
  return readResponseRequest(body, 'hermes-agent', (type) => ignored.push(type));
};

const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'Weather of a city',
  parameters: { type: 'object', properties: {} },
  strict: true,
};

it('has a default for all that a request is silent about', () => {
  const request = read({ input: 'Hi' });
  expect(request).toMatchObject({
    input: 'Hi',
    instructions: undefined,
    previousResponseId: undefined,
    conversation: undefined,
    stream: false,
    echo: { model: 'hermes-agent', store: true, background: false, truncation: 'disabled' },
    tools: [],
    clientTools: [],
    toolChoice: undefined,
    parameters: {},
  });
});

it('takes null for silence, as SDKs send it', () => {
  const names = [
    'model instructions previous_response_id conversation store stream background truncation',
    'metadata tools tool_choice parallel_tool_calls text reasoning temperature top_p',
    'max_output_tokens max_tool_calls top_logprobs include prompt safety_identifier',
  ].flatMap((line) => line.split(' '));
  const request = read({ input: 'Hi', ...Object.fromEntries(names.map((name) => [name, null])) });
  expect(request).toEqual(read({ input: 'Hi' }));
});

it('ignores fields it does not know, and what other clients of the API send', () => {
  const codex = {
    input: 'Hi',
    include: ['reasoning.encrypted_content'],
    client_metadata: { a: 'b' },
    text: {},
    stream_options: { include_obfuscation: false },
    service_tier: 'auto',
    user: 'u',
    made_up: { deep: [1] },
  };
  expect(read(codex)).toEqual(read({ input: 'Hi' }));
});

it('hands parameters to the upstream only where they were set', () => {
  const { parameters, echo } = read({
    input: 'Hi',
    temperature: 0,
    top_p: 0.5,
    max_output_tokens: 50,
    parallel_tool_calls: false,
    reasoning: { effort: 'low', summary: 'auto' },
    text: {
      format: { type: 'json_schema', name: 'out', schema: { type: 'object' }, strict: true },
      verbosity: 'low',
    },
  });
  expect(parameters).toEqual({
    temperature: 0,
    top_p: 0.5,
    max_tokens: 50,
    parallel_tool_calls: false,
    reasoning_effort: 'low',
    verbosity: 'low',
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'out', schema: { type: 'object' }, strict: true },
    },
  });
  expect(echo).toMatchObject({
    temperature: 0,
    max_output_tokens: 50,
    reasoning: { effort: 'low', summary: 'auto' },
    text: { format: { type: 'json_schema', name: 'out', description: null }, verbosity: 'low' },
  });
});

describe('tools', () => {
  it('are echoed with nothing left out, and handed to the model as it takes them', () => {
    const { tools, clientTools } = read({
      input: 'Hi',
      tools: [weather, { type: 'function', name: 'bare' }],
    });
    expect(tools).toEqual([
      weather,
      { type: 'function', name: 'bare', description: null, parameters: null, strict: null },
    ]);
    expect(clientTools).toEqual([
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'Weather of a city',
          parameters: { type: 'object', properties: {} },
          strict: true,
        },
      },
      { type: 'function', function: { name: 'bare' } },
    ]);
  });

  it('of other types are left out and told', () => {
    const { tools, clientTools } = read({
      input: 'Hi',
      tools: [{ type: 'web_search' }, { type: 'local_shell' }],
      tool_choice: { type: 'web_search' },
    });
    expect([tools, clientTools]).toEqual([[], []]);
    expect(ignored).toEqual(['web_search', 'local_shell', 'web_search']);
  });

  it('can be chosen by name, or allowed by names', () => {
    expect(read({ input: 'Hi', tools: [weather], tool_choice: 'required' }).toolChoice).toBe(
      'required',
    );
    const named = { type: 'function', name: 'get_weather' };
    expect(read({ input: 'Hi', tools: [weather], tool_choice: named })).toMatchObject({
      echo: { tool_choice: named },
      toolChoice: { type: 'function', function: { name: 'get_weather' } },
    });
    const allowed = { type: 'allowed_tools', tools: [named] };
    expect(read({ input: 'Hi', tools: [weather], tool_choice: allowed })).toMatchObject({
      echo: { tool_choice: { ...allowed, mode: 'auto' } },
      toolChoice: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'auto',
          tools: [{ type: 'function', function: { name: 'get_weather' } }],
        },
      },
    });
  });
});

it('takes a conversation as a name or as an object', () => {
  expect(read({ input: 'Hi', conversation: 'tea' }).conversation).toBe('tea');
  expect(read({ input: 'Hi', conversation: { id: 'tea' } }).conversation).toBe('tea');
});

it.each([
  ['a body that is no object', [], null],
  [
    'both ways to continue',
    { conversation: 'a', previous_response_id: 'b' },
    'previous_response_id',
  ],
  ['a background response that is not stored', { background: true, store: false }, 'background'],
  ['log probabilities', { top_logprobs: 3 }, 'top_logprobs'],
  ['log probabilities by include', { include: ['message.output_text.logprobs'] }, 'include'],
  ['a stored prompt', { prompt: { id: 'p' } }, 'prompt'],
  ['an empty conversation name', { conversation: '' }, 'conversation'],
  ['a conversation without id', { conversation: {} }, 'conversation'],
  ['no tokens at all', { max_output_tokens: 0 }, 'max_output_tokens'],
  ['half a tool call', { max_tool_calls: 0.5 }, 'max_tool_calls'],
  [
    'too many pairs',
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [i, 'x'])) },
    'metadata',
  ],
  ['a long key', { metadata: { ['k'.repeat(65)]: 'x' } }, /^metadata/],
  ['a long value', { metadata: { a: 'x'.repeat(513) } }, 'metadata.a'],
  ['a value that is no string', { metadata: { a: 1 } }, 'metadata.a'],
  ['an unknown truncation', { truncation: 'some' }, 'truncation'],
  ['an unknown format', { text: { format: { type: 'xml' } } }, /^text\.format/],
  ['a nameless function', { tools: [weather, { type: 'function' }] }, 'tools[1].name'],
  ['a tool without type', { tools: [{ name: 'x' }] }, 'tools[0].type'],
  [
    'a choice of a function that is not there',
    { tool_choice: { type: 'function', name: 'x' } },
    'tool_choice',
  ],
])('refuses %s', (_what, body, param) => {
  let thrown: unknown;
  try {
    read(Array.isArray(body) ? body : { input: 'Hi', ...body });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ name: 'ApiError', status: 400, type: 'invalid_request_error' });
  const given = (thrown as { param: string | null }).param;
  if (param instanceof RegExp) expect(given).toMatch(param);
  else expect(given).toBe(param);
});

import fc from 'fast-check';

/** Text as people and programs write it. */
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('Hello', 'What is in this folder?', '¿Qué tal? 你好 👋🏽'),
  },
  fc.string(),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const callId = fc.constantFrom('call_1', 'call_2', 'fc_3');
const toolName = fc.constantFrom('get_weather', 'read_file', 'terminal', 'todo');
const argumentsText = fc.constantFrom('{}', '{"city":"Paris"}', '', '{"a":', 'null', '[]');
const image = fc.constantFrom(
  'https://example.com/cat.png',
  'data:image/png;base64,iVBORw0KGgo=',
  'data:image/jpeg;base64,/9j/',
);
const file = fc.constantFrom(
  'data:text/plain;base64,SGVsbG8=',
  'data:application/pdf;base64,JVBERi0xLjQK',
  'SGVsbG8=',
);
const schema = fc.constantFrom(
  {},
  { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
);

/** Fields of which each request has some. */
function some(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc
    .record(fields, { requiredKeys: [] })
    .chain((all) => fc.subarray(Object.entries(all)).map((kept) => Object.fromEntries(kept)));
}

const sampling = {
  temperature: fc.constantFrom(0, 0.7, 2),
  top_p: fc.constantFrom(0.1, 1),
  presence_penalty: fc.constantFrom(-2, 0.5),
  frequency_penalty: fc.constantFrom(0, 2),
  parallel_tool_calls: fc.boolean(),
  user: fc.constant('user-1'),
  metadata: fc.constantFrom({}, { chat: '1' }),
  service_tier: fc.constant('auto'),
};

const chatPart = fc.oneof(
  fc.record({ type: fc.constant('text'), text }),
  fc.record({ type: fc.constant('image_url'), image_url: fc.record({ url: image }) }),
  fc.record({ type: fc.constant('file'), file: fc.record({ file_data: file }) }),
);
const chatUser = fc.record({
  role: fc.constant('user'),
  content: fc.oneof(text, fc.array(chatPart, { minLength: 1, maxLength: 3 })),
});
const chatMessage = fc.oneof(
  chatUser,
  fc.record({ role: fc.constantFrom('system', 'developer'), content: text }),
  fc.record({ role: fc.constant('assistant'), content: fc.oneof(text, fc.constant(null)) }),
  fc.record({
    role: fc.constant('assistant'),
    content: fc.constant(null),
    tool_calls: fc.array(
      fc.record({
        id: callId,
        type: fc.constant('function'),
        function: fc.record({ name: toolName, arguments: argumentsText }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  fc.record({ role: fc.constant('tool'), tool_call_id: callId, content: text }),
);

/** A valid body for `POST /v1/chat/completions`. */
export const chatBody: fc.Arbitrary<object> = fc
  .record({
    model: fc.constantFrom('hermes-agent', 'gpt-4o', ''),
    messages: fc
      .tuple(fc.array(chatMessage, { maxLength: 4 }), chatUser)
      .map(([before, last]) => [...before, last]),
    more: some({
      ...sampling,
      stream: fc.boolean(),
      stream_options: fc.record({ include_usage: fc.boolean() }),
      max_tokens: fc.constantFrom(1, 100, -1),
      max_completion_tokens: fc.constantFrom(1, 4096),
      stop: fc.constantFrom('\n', ['a', 'b']),
      seed: fc.integer(),
      n: fc.constant(1),
      logit_bias: fc.constant({ '50256': -100 }),
      response_format: fc.constantFrom(
        { type: 'json_object' },
        { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
      ),
      reasoning_effort: fc.constantFrom('low', 'high'),
      tools: fc.array(
        fc.record({
          type: fc.constant('function'),
          function: fc.record({ name: toolName, description: text, parameters: schema }),
        }),
        { maxLength: 3 },
      ),
      tool_choice: fc.constantFrom<unknown>('auto', 'none', 'required', {
        type: 'function',
        function: { name: 'get_weather' },
      }),
    }),
  })
  .map(({ more, ...body }) => ({ ...body, ...more }));

const inputPart = fc.oneof(
  fc.record({ type: fc.constant('input_text'), text }),
  fc.record({ type: fc.constant('output_text'), text }),
  fc.record({ type: fc.constant('input_image'), image_url: image }),
  fc.record({ type: fc.constant('input_file'), file_data: file }),
);
const inputUser = fc.record({
  role: fc.constant('user'),
  content: fc.oneof(text, fc.array(inputPart, { minLength: 1, maxLength: 3 })),
});
const inputItem = fc.oneof(
  inputUser,
  text,
  fc.record({
    type: fc.constant('message'),
    role: fc.constantFrom('system', 'developer', 'assistant'),
    content: text,
  }),
  fc.record({
    type: fc.constant('function_call'),
    call_id: callId,
    name: toolName,
    arguments: argumentsText,
  }),
  fc.record({ type: fc.constant('function_call_output'), call_id: callId, output: text }),
  fc.record({
    type: fc.constant('reasoning'),
    summary: fc.array(fc.record({ type: fc.constant('summary_text'), text }), { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('item_reference'), id: fc.constantFrom('msg_1', 'fc_2') }),
);

/** Stands for the id of a response made before; which one is decided when it is sent. */
export const earlierResponse = '{earlier response}';

/** A valid body for `POST /v1/responses`. */
export const responseBody: fc.Arbitrary<object> = fc
  .record({
    model: fc.constantFrom('hermes-agent', ''),
    input: fc.oneof(
      text,
      fc
        .tuple(fc.array(inputItem, { maxLength: 4 }), inputUser)
        .map(([before, last]) => [...before, last]),
    ),
    more: some({
      ...sampling,
      stream: fc.boolean(),
      store: fc.boolean(),
      background: fc.boolean(),
      instructions: text,
      truncation: fc.constantFrom('auto', 'disabled'),
      max_output_tokens: fc.constantFrom(1, 4096),
      max_tool_calls: fc.constantFrom(1, 5),
      include: fc.constantFrom([], ['reasoning.encrypted_content']),
      reasoning: fc.constantFrom({}, { effort: 'low', summary: 'auto' }),
      text: fc.constantFrom({}, { format: { type: 'text' } }, { verbosity: 'low' }),
      tools: fc.array(
        fc.oneof(
          fc.record({ type: fc.constant('function'), name: toolName, parameters: schema }),
          fc.constantFrom({ type: 'web_search' }, { type: 'local_shell' }),
        ),
        { maxLength: 3 },
      ),
      tool_choice: fc.constantFrom<unknown>('auto', 'none', 'required'),
      place: fc.constantFrom(
        { previous_response_id: earlierResponse },
        { previous_response_id: 'resp_unknown' },
        { conversation: 'one' },
        { conversation: { id: 'two' } },
      ),
    }),
  })
  .map(({ more, ...body }) => {
    const { place, ...fields } = more as { place?: object };
    return { ...body, ...fields, ...place };
  });

import { describe, expect, it } from 'vitest';
import type { ChatMessage, FunctionTool } from '../../../../../src/main/model/model.ts';
import { askStrict, type Sent } from './strict-service.ts';

type Wire = Sent['messages'][number];

interface Row {
  service: string;
  /** Where its words stand in public. */
  source: string;
  messages: ChatMessage[];
  /** What is wrong with a conversation, in the words of the service, with its place filled in. */
  wrong: (messages: Wire[], body: Sent) => string | undefined;
  status?: number;
  /** The body of a refusal. Default: OpenAI's. */
  said?: (message: string) => unknown;
  tools?: FunctionTool[];
}

const user = (content: ChatMessage['content']): ChatMessage =>
  ({ role: 'user', content }) as ChatMessage;
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const system: ChatMessage = { role: 'system', content: 'Be brief.' };
const callId = 'call_PTLP8xhu3uwZk4l3nlnrrJha';
const calls: ChatMessage = {
  role: 'assistant',
  content: null,
  tool_calls: [
    { id: callId, type: 'function', function: { name: 'look', arguments: '{"at":"sky"}' } },
  ],
};
const output: ChatMessage = { role: 'tool', tool_call_id: callId, content: 'blue' };
const picture = user([
  { type: 'text', text: 'Images from: look' },
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
]);
const look: FunctionTool = {
  type: 'function',
  function: {
    name: 'look',
    description: 'Looks',
    parameters: { type: 'object', properties: { at: { type: 'string' } } },
  },
};

const isCall = (message: Wire): boolean => Array.isArray(message['tool_calls']);
const at = (messages: Wire[], wrong: (message: Wire, index: number) => boolean): number =>
  messages.findIndex(wrong);
const withoutSystem = (messages: Wire[]): Wire[] =>
  messages[0]?.['role'] === 'system' ? messages.slice(1) : messages;

/** The rule of Mistral's and Gemma's chat templates. */
function alternates(messages: Wire[]): boolean {
  const turns = withoutSystem(messages).filter(
    (message) =>
      message['role'] === 'user' || (message['role'] === 'assistant' && !isCall(message)),
  );
  return (
    !withoutSystem(messages).some(({ role }) => role === 'system') &&
    turns.every((message, index) => (message['role'] === 'user') === (index % 2 === 0))
  );
}

const mistral = (message: string): unknown => ({
  object: 'error',
  message,
  type: 'invalid_request_message_order',
  param: null,
  code: '3230',
});
const openAi = (message: string): unknown => ({
  error: { message, type: 'invalid_request_error', param: null, code: null },
});
const llamaCpp = (message: string): unknown => ({
  error: { code: 500, message, type: 'server_error' },
});

const rows: Row[] = [
  {
    service: 'a template of Devstral, in llama.cpp',
    source: 'huggingface.co/mistralai/Devstral-Small-2507 chat_template.jinja',
    messages: [system, user('one'), user('two')],
    wrong: (messages) =>
      alternates(messages)
        ? undefined
        : 'Jinja Exception: After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results.',
    status: 500,
    said: llamaCpp,
  },
  {
    service: 'the same, with a picture after the output of a tool',
    source: 'huggingface.co/mistralai/Devstral-Small-2507 chat_template.jinja',
    messages: [system, user('one'), calls, output, picture],
    wrong: (messages) =>
      alternates(messages)
        ? undefined
        : 'Jinja Exception: After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results.',
    status: 500,
    said: llamaCpp,
    tools: [look],
  },
  {
    service: 'Perplexity, with an assistant that greets first',
    source: 'github.com/perplexityai/api-discussion/issues/265',
    messages: [system, assistant('Hi!'), user('one'), assistant('a'), assistant('b'), user('two')],
    wrong: (messages) =>
      alternates(messages)
        ? undefined
        : 'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
    said: (message) => ({ error: { message, type: 'invalid_message', code: 400 } }),
  },
  {
    service: 'Gemma, in vLLM',
    source: 'github.com/huggingface/chat-ui/issues/1386',
    messages: [system, user('one')],
    wrong: (messages) =>
      messages.some(({ role }) => role === 'system') ? 'System role not supported' : undefined,
    said: (message) => ({
      object: 'error',
      message,
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
  },
  {
    service: 'Gemma 3 at Google',
    source: 'github.com/BerriAI/litellm/pull/16767',
    messages: [system, user('one')],
    wrong: (messages) =>
      messages.some(({ role }) => role === 'system')
        ? 'Developer instruction is not enabled for models/gemma-3-27b-it'
        : undefined,
    said: (message) => [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }],
  },
  {
    service: 'o1-mini',
    source: 'community.openai.com/t/o1-models-do-not-support-system-role',
    messages: [system, user('one')],
    wrong: (messages) =>
      messages.some(({ role }) => role === 'system')
        ? "Unsupported value: 'messages[0].role' does not support 'system' with this model."
        : undefined,
    said: (message) => ({
      error: {
        message,
        type: 'invalid_request_error',
        param: 'messages[0].role',
        code: 'unsupported_value',
      },
    }),
  },
  {
    service: 'a template that takes instructions at the beginning only',
    source: 'huggingface.co/Qwen/Qwen3.5 chat_template.jinja',
    messages: [
      system,
      user('one'),
      assistant('a'),
      { role: 'system', content: 'And kind.' },
      user('two'),
    ],
    wrong: (messages) =>
      at(messages, ({ role }, index) => role === 'system' && index > 0) > 0
        ? 'Jinja Exception: System message must be at the beginning.'
        : undefined,
    status: 500,
    said: llamaCpp,
  },
  {
    service: 'DeepSeek, told by a developer',
    source: 'github.com/farion1231/cc-switch/issues/3330',
    messages: [{ role: 'developer', content: 'Be brief.' }, user('one')],
    wrong: (messages) =>
      messages.some(({ role }) => role === 'developer')
        ? 'Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`, `latest_reminder` at line 1 column 51036'
        : undefined,
  },
  {
    service: 'Together, told by a developer',
    source: 'github.com/openai/openai-agents-python/issues/238',
    messages: [{ role: 'developer', content: 'Be brief.' }, user('one')],
    wrong: (messages) =>
      messages.some(({ role }) => role === 'developer')
        ? "'developer' is not one of ['system', 'assistant', 'user', 'tool', 'function'] - 'messages.0.role'"
        : undefined,
  },
  {
    service: 'Mistral, with ids of another service',
    source: 'github.com/BerriAI/litellm/issues/8150',
    messages: [user('one'), calls, output, assistant('Blue.'), user('two')],
    wrong: (messages) => {
      const ids = messages.flatMap((message) => [
        ...((message['tool_calls'] ?? []) as { id: string }[]).map(({ id }) => id),
        ...(message['tool_call_id'] ? [message['tool_call_id'] as string] : []),
      ]);
      const wrong = ids.find((id) => !/^[a-zA-Z0-9]{9}$/.test(id));
      return wrong && `Tool call id was ${wrong} but must be a-z, A-Z, 0-9, with a length of 9.`;
    },
    said: (message) => ({
      object: 'error',
      message,
      type: 'invalid_function_call',
      param: null,
      code: '3280',
    }),
    tools: [look],
  },
  {
    service: 'OpenAI, with long ids of another service',
    source: 'github.com/langchain-ai/langchainjs/issues/7930',
    messages: [
      user('one'),
      {
        ...calls,
        tool_calls: [
          { id: 'x'.repeat(53), type: 'function', function: { name: 'look', arguments: '{}' } },
        ],
      } as ChatMessage,
      { ...output, tool_call_id: 'x'.repeat(53) } as ChatMessage,
      user('two'),
    ],
    wrong: (messages) =>
      JSON.stringify(messages).includes('x'.repeat(41))
        ? "Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 53 instead."
        : undefined,
    tools: [look],
  },
  {
    service: 'Anthropic, with ids of another service',
    source: 'github.com/cline/cline/issues/6910',
    messages: [
      user('one'),
      {
        ...calls,
        tool_calls: [
          { id: 'a.b:c', type: 'function', function: { name: 'look', arguments: '{}' } },
        ],
      } as ChatMessage,
      { ...output, tool_call_id: 'a.b:c' } as ChatMessage,
      user('two'),
    ],
    wrong: (messages) =>
      JSON.stringify(messages).includes('a.b:c')
        ? "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'"
        : undefined,
    tools: [look],
  },
  {
    service: 'Mistral, with a message of the user after the output of a tool',
    source: 'github.com/avante-corp/avante.nvim/pull/2695',
    messages: [user('one'), calls, output, picture],
    wrong: (messages) =>
      at(
        messages,
        ({ role }, index) => role === 'user' && messages[index - 1]?.['role'] === 'tool',
      ) > 0
        ? "Unexpected role 'user' after role 'tool'"
        : undefined,
    said: mistral,
    tools: [look],
  },
  {
    service: 'Mistral, with an answer that is to go on',
    source: 'github.com/NEKOparapa/AiNiee/issues/641',
    messages: [user('one'), assistant('It began')],
    wrong: (messages) =>
      messages.at(-1)!['role'] === 'assistant'
        ? 'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant'
        : undefined,
    said: (message) => ({
      object: 'error',
      message,
      type: 'invalid_request_error',
      param: null,
      code: null,
    }),
  },
  {
    service: 'Claude 4.6, with an answer that is to go on',
    source: 'docs.claude.com/en/docs/about-claude/models/migrating',
    messages: [user('one'), assistant('It began')],
    wrong: (messages) =>
      messages.at(-1)!['role'] === 'assistant'
        ? 'This model does not support assistant message prefill. The conversation must end with a user message.'
        : undefined,
  },
  {
    service: 'Cloudflare, with null beside calls',
    source: 'developers.cloudflare.com/workers-ai, AiError 5006',
    messages: [user('one'), calls, output],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => content === null);
      return index < 0
        ? undefined
        : `AiError: Bad input: Error: oneOf at '/' not met, 0 matches: required properties at '/' are 'prompt', Type mismatch of '/messages/${index}/content', 'string' not in 'null'`;
    },
    said: (message) => ({
      errors: [{ message, code: 5006 }],
      success: false,
      result: {},
      messages: [],
    }),
    tools: [look],
  },
  {
    service: 'a server of pydantic models, with null beside calls',
    source: 'github.com/vllm-project/vllm/issues/6437',
    messages: [user('one'), calls, output],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => typeof content !== 'string');
      return index < 0 ? undefined : `${index}`;
    },
    status: 422,
    said: (index) => ({
      detail: [
        {
          type: 'string_type',
          loc: ['body', 'messages', Number(index), 'content'],
          msg: 'Input should be a valid string',
          input: null,
        },
      ],
    }),
    tools: [look],
  },
  {
    service: 'Moonshot, with nothing beside calls',
    source: 'github.com/lobehub/lobehub/pull/8419',
    messages: [user('one'), { ...calls, content: '' } as ChatMessage, output],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => !content);
      return index < 0
        ? undefined
        : `Invalid request: the message at position ${index} with role 'assistant' must not be empty`;
    },
    tools: [look],
  },
  {
    service: 'Bedrock behind a proxy, with an output of nothing',
    source: 'github.com/OpenHands/OpenHands/issues/5339',
    messages: [user('one'), calls, { ...output, content: ' ' } as ChatMessage],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => !String(content ?? '').trim());
      return index < 0
        ? undefined
        : `litellm.BadRequestError: BedrockException - {"message":"The text field in the ContentBlock object at messages.${index}.content.0 is blank. Add text to the text field, and try again."}`;
    },
    tools: [look],
  },
  {
    service: 'Anthropic, with an output of nothing',
    source: 'github.com/microsoft/genaiscript/issues/1561',
    messages: [user('one'), calls, { ...output, content: '' } as ChatMessage],
    wrong: (messages) =>
      messages.some(({ content }) => !String(content ?? '').trim())
        ? 'messages: text content blocks must be non-empty'
        : undefined,
    tools: [look],
  },
  {
    service: 'DeepSeek, with texts in parts',
    source: 'github.com/cline/cline/issues/230',
    messages: [user([{ type: 'text', text: 'one' }]), assistant('a'), user('two')],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => Array.isArray(content));
      return index < 0
        ? undefined
        : `Failed to deserialize the JSON body into the target type: messages[${index}]: invalid type: sequence, expected a string at line 17 column 3`;
    },
    status: 422,
  },
  {
    service: 'Groq, with texts in parts',
    source: 'github.com/vercel/ai/issues/3321',
    messages: [
      { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
      user([{ type: 'text', text: 'one' }]),
    ],
    wrong: (messages) => {
      const index = at(messages, ({ content }) => Array.isArray(content));
      return index < 0
        ? undefined
        : `'messages.${index}' : for 'role:system' the following must be satisfied[('messages.${index}.content' : value must be a string)]`;
    },
  },
  {
    service: 'Gemini, with outputs that have no name',
    source: 'github.com/ollama/ollama/issues/14214',
    messages: [user('one'), calls, output],
    wrong: (messages) =>
      at(messages, ({ role, name }) => role === 'tool' && !name) < 0
        ? undefined
        : '* GenerateContentRequest.contents[2].parts[0].function_response.name: Name cannot be empty.',
    said: (message) => [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }],
    tools: [look],
  },
  {
    service: 'Gemini, with calls before anything was asked',
    source: 'github.com/google-gemini/gemini-cli/issues/26486',
    messages: [system, calls, output, assistant('Blue.'), user('two')],
    wrong: (messages) =>
      at(
        messages,
        (message, index) =>
          isCall(message) && !['user', 'tool'].includes(String(messages[index - 1]?.['role'])),
      ) < 0
        ? undefined
        : 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.',
    said: (message) => [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }],
    tools: [look],
  },
  {
    service: 'LiteLLM before Claude, with calls and no tools',
    source: 'github.com/BerriAI/litellm/issues/5388',
    messages: [user('one'), calls, output, user('Sum it up.')],
    wrong: (messages, body) =>
      messages.some(isCall) && !body['tools']
        ? 'litellm.UnsupportedParamsError: Anthropic expects the `tools=` param to be passed in. Pass `tools=` param OR set `litellm.modify_params = True`'
        : undefined,
  },
  {
    service: 'Bedrock behind a proxy, with calls and no tools',
    source: 'github.com/aws/aws-sdk, Converse',
    messages: [user('one'), calls, output, user('Sum it up.')],
    wrong: (messages, body) =>
      messages.some(isCall) && !body['tools']
        ? 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
        : undefined,
  },
  {
    service: 'Groq, with a field that it does not know',
    source: 'github.com/ServiceStack/llms/issues/17',
    messages: [{ role: 'user', name: 'Ada', content: 'one' }],
    wrong: (messages) =>
      at(messages, (message) => 'name' in message) < 0
        ? undefined
        : "'messages.0' : for 'role:user' the following must be satisfied[('messages.0' : property 'name' is unsupported)]",
  },
  {
    service: 'Mistral, with a field that it does not know',
    source: 'github.com/nomtek/mistralai_client_dart/issues/44',
    messages: [{ role: 'user', name: 'Ada', content: 'one' }],
    wrong: (messages) => (at(messages, (message) => 'name' in message) < 0 ? undefined : 'name'),
    status: 422,
    said: (field) => ({
      object: 'error',
      message: {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'messages', 0, 'user', field],
            msg: 'Extra inputs are not permitted',
            input: null,
          },
        ],
      },
      type: 'invalid_request_error',
    }),
  },
  {
    service: 'Zhipu, in Chinese, with nothing beside calls',
    source: 'github.com/MetaGLM/zhipuai-sdk-python-v4/issues/14',
    messages: [system, user('one'), calls, output],
    wrong: (messages) =>
      messages.some(({ content }) => !content) ? 'messages 参数非法。请检查文档。' : undefined,
    said: (message) => ({ error: { code: '1214', message } }),
    tools: [look],
  },
  {
    service: 'a server whose template broke and that does not say why',
    source: 'LM Studio: Error rendering prompt with jinja template',
    messages: [system, user('one'), user('two')],
    wrong: (messages) =>
      alternates(messages)
        ? undefined
        : 'Error rendering prompt with jinja template: "Unknown StringValue filter". This is usually an issue with the model\'s prompt template.',
    said: (error) => ({ error }),
  },
];

/** All that is said in a conversation, by whoever. */
function wordsOf(messages: readonly unknown[]): string {
  return JSON.stringify(messages);
}

describe('a conversation that a service does not take as it is', () => {
  it.each(rows)(
    'is reshaped: $service',
    async ({ messages, wrong, status = 400, said = openAi, tools = [] }) => {
      const { text, sent } = await askStrict(
        (body) => {
          const fault = wrong(body.messages, body);
          return fault === undefined ? undefined : [status, said(fault)];
        },
        { messages, tools },
      );
      expect(text).toBe('answered');
      expect(wrong(sent[0]!.messages, sent[0]!)).toBeDefined();
      // Nothing that was said is lost.
      const told = wordsOf(sent.at(-1)!.messages);
      for (const word of [
        'one',
        'two',
        'Be brief.',
        'blue',
        'look',
        'Sum it up.',
        'It began',
        'base64',
      ]) {
        if (wordsOf(messages).includes(word)) expect(told).toContain(word);
      }
      expect(sent.at(-1)!['tools']).toEqual(tools.length > 0 ? tools : undefined);
      expect(sent.length).toBeLessThanOrEqual(4);
    },
  );
});

describe('ids that are made short', () => {
  it('are the same each time, and another for each call', async () => {
    const twice = [user('one'), calls, output, assistant('Blue.'), user('and?'), calls, output];
    const ask = (): ReturnType<typeof askStrict> =>
      askStrict(
        (body) =>
          wordsOf(body.messages).includes(callId)
            ? [
                400,
                openAi(`Tool call id was ${callId} but must be a-z, A-Z, 0-9, with a length of 9.`),
              ]
            : undefined,
        { messages: twice, tools: [look] },
      );
    const [first, second] = [await ask(), await ask()];
    expect(first.sent.at(-1)).toEqual(second.sent.at(-1));
    const { messages } = first.sent.at(-1)!;
    const made = messages.flatMap((message) =>
      ((message['tool_calls'] ?? []) as { id: string }[]).map(({ id }) => id),
    );
    const answered = messages.flatMap(({ tool_call_id: id }) => (id ? [id] : []));
    expect(answered).toEqual(made);
    expect(new Set(made).size).toBe(2);
  });
});

import type { ChatMessage } from '../../../../../../src/main/model/model.ts';
import {
  assistant,
  at,
  calls,
  look,
  mistral,
  output,
  picture,
  textIn,
  user,
  type ConversationRow,
} from './conversation-row.ts';

/** Ids and contents. */
export const contents: readonly ConversationRow[] = [
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
      const index = at(messages, (message) => textIn(message) === '');
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
      messages.some((message) => textIn(message) === '')
        ? 'messages: text content blocks must be non-empty'
        : undefined,
    tools: [look],
  },
];

import {
  alternates,
  assistant,
  at,
  calls,
  llamaCpp,
  look,
  output,
  picture,
  system,
  user,
  type ConversationRow,
} from './conversation-row.ts';

/** Who may speak, and when. */
export const roles: readonly ConversationRow[] = [
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
];

import {
  alternates,
  assistant,
  at,
  calls,
  isCall,
  look,
  output,
  system,
  user,
  type ConversationRow,
} from './conversation-row.ts';

/** Parts, names and fields. */
export const parts: readonly ConversationRow[] = [
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

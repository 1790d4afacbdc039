import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: parameters': [
    {
      promise: 'reasoning of a chat goes to the model service',
      find: 'parsed.reasoning_effort ??= parsed.reasoning?.effort;',
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'reasoning as its effort',
    },
    {
      promise: 'a chat is not read without what must be refused in it',
      find: '  ...unavailableOptions.shape,',
      replace: '',
      test: 'test/http/parameters.test.ts',
      name: 'two answers to a chat',
    },
  ],
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of a chat are ignored',
      find: 'export const chatBody = modelParameters.extend({',
      replace: 'export const chatBody = modelParameters.strict().extend({',
      test: 'test/http/parameters.test.ts',
      name: 'of a chat, its messages, parts and tools are ignored',
    },
    {
      promise: 'unknown fields of a chat are not handed on',
      find: 'const parsed = parse(chatBody, raw);',
      replace: 'const parsed = { ...(raw as object), ...parse(chatBody, raw) };',
      also: [
        {
          file: 'src/main/server/requests/schemas/model-parameters.ts',
          find: 'for (const name of names) {',
          replace: 'for (const name of Object.keys(parsed) as typeof names) {',
        },
      ],
      test: 'test/http/parameters.test.ts',
      name: 'of a chat, its messages, parts and tools are ignored',
    },
    {
      promise: 'the model that a chat is answered by is a setting',
      find: 'parameters: setParameters(parsed),',
      replace: 'parameters: { ...setParameters(parsed), ...{ model: parsed.model } },',
      also: [
        {
          file: 'src/main/model/upstream/chat/chat-api.ts',
          find: `    model,
    messages:`,
          replace: `    model: (parameters as { model?: string }).model ?? model,
    messages:`,
        },
      ],
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
  ],
  'Attacks: requests': [
    {
      promise: '100,000 messages are refused',
      find: 'if (parsed.messages.length > context.maxMessages) {',
      replace: 'if (parsed.messages.length < 0) {',
      test: 'test/http/attacks.test.ts',
      name: 'with 100,000 messages is answered 400',
    },
  ],
  'Chat completions: the request': [
    {
      promise: 'messages are not empty',
      find: ".min(1, 'must be a non-empty array')",
      replace: '',
      test: 'test/http/chat-request.test.ts',
      name: 'must be a non-empty array',
    },
    {
      promise: 'messages are an array',
      find: "messages: z.array(z.unknown(), 'must be a non-empty array')",
      replace:
        "messages: z.preprocess((given) => (typeof given === 'string' ? [{ role: 'user', content: given }] : given), z.array(z.unknown(), 'must be a non-empty array'))",
      also: [
        {
          file: 'src/main/server/routes/chat-completions/request.ts',
          find: ".min(1, 'must be a non-empty array')",
          replace: '',
        },
      ],
      test: 'test/http/chat-request.test.ts',
      name: 'must be a non-empty array',
    },
    {
      promise: 'system and developer texts reach the model',
      find: '...(instructions === undefined ? {} : { instructions }),',
      replace: '',
      test: 'test/http/chat-agent.test.ts',
      name: "is the core prompt with the client's system and developer texts",
    },
    {
      promise: 'functions in their old form are refused',
      find: `.max(0, noFunctions)
`,
      replace: '',
      test: 'test/http/chat-request.test.ts',
      name: 'is refused, never silently dropped',
    },
    {
      promise: 'an empty list of functions in their old form asks for nothing',
      find: '.max(0, noFunctions)',
      replace: '.max(0, noFunctions).min(1)',
      test: 'test/http/chat-request.test.ts',
      name: 'that asks for nothing is taken',
    },
    {
      promise: 'a choice of a function in its old form is refused',
      find: `    .nullish()
    .describe('Not possible: \`tool_choice\` took its place.'),`,
      replace: '    .or(z.unknown()),',
      test: 'test/http/chat-request.test.ts',
      name: 'is refused, never silently dropped',
    },
    {
      promise: 'a choice in its old form that leaves it to the model asks for nothing',
      find: "['auto', 'none'],",
      replace: "['no', 'none'],",
      test: 'test/http/chat-request.test.ts',
      name: 'that asks for nothing is taken',
    },
  ],
  'Chat completions: the answer': [
    {
      promise: 'without stream the answer is plain',
      find: 'stream: parsed.stream ?? false,',
      replace: 'stream: parsed.stream ?? true,',
      test: 'test/http/chat-answer.test.ts',
      name: 'is given for stream: null, whatever Accept says',
    },
  ],
  'Chat completions: client tools': [
    {
      promise: 'client tools are offered to the model',
      find: `      clientTools,
`,
      replace: `      clientTools: [],
`,
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'tool_choice is taken from the request',
      find: '...(choice ? { toolChoice: choice } : {}),',
      replace: '',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tools: [] means none, and is no error',
      find: 'tools: z.array(z.unknown()).nullish(),',
      replace: 'tools: z.array(z.unknown()).min(1).nullish(),',
      test: 'test/http/chat-request.test.ts',
      name: 'are none for',
    },
    {
      promise: 'tools: null means none, and is no error',
      find: 'tools: z.array(z.unknown()).nullish(),',
      replace: 'tools: z.array(z.unknown()).optional(),',
      test: 'test/http/chat-request.test.ts',
      name: 'are none for',
    },
  ],
  'Chat completions: streams': [
    {
      promise: 'include_usage is taken from the request',
      find: 'parsed.stream_options?.include_usage ?? false',
      replace: 'false',
      test: 'test/http/chat-stream.test.ts',
      name: 'has usage in a chunk of its own with include_usage',
    },
  ],
};

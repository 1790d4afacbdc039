import type { Mutant, MutantTable } from '../mutant.ts';

const modelParameters = 'src/main/server/requests/schemas/model-parameters.ts';
const unavailable = 'src/main/server/requests/schemas/unavailable-options.ts';
const fileText = 'src/main/server/requests/file-text.ts';
const chatRequest = 'src/main/server/routes/chat-completions/request.ts';
const chatMessages = 'src/main/server/routes/chat-completions/messages.ts';
const responseRequest = 'src/main/server/routes/responses/request/request.ts';
const responseInput = 'src/main/server/routes/responses/request/input.ts';
const test = 'test/http/parameters.test.ts';

/** What stands in the schema for each parameter of a chat. */
const ofChats: [name: string, find: string][] = [
  ['temperature', '  temperature: number,\n'],
  ['top_p', '  top_p: number,\n'],
  ['max_tokens', '  max_tokens: tokens,\n'],
  ['max_completion_tokens', '  max_completion_tokens: tokens,\n'],
  [
    'stop',
    "  stop: z\n    .union([z.string(), z.array(z.string())], { error: 'must be a string or an array of strings' })\n    .nullish(),\n",
  ],
  ['seed', '  seed: z.int().nullish(),\n'],
  ['presence_penalty', '  presence_penalty: number,\n'],
  ['frequency_penalty', '  frequency_penalty: number,\n'],
  ['logit_bias', '  logit_bias: z.record(z.string(), z.number()).nullish(),\n'],
  ['response_format', '  response_format: z.looseObject({ type: z.string() }).nullish(),\n'],
  ['reasoning_effort', '  reasoning_effort: z.string().nullish(),\n'],
];

/** What hands each parameter of a response on. */
const ofResponses: [name: string, find: string][] = [
  ['temperature', '      temperature: parsed.temperature,\n'],
  ['top_p', '      top_p: parsed.top_p,\n'],
  ['max_output_tokens', '      max_tokens: parsed.max_output_tokens,\n'],
  ['stop', '      stop: parsed.stop,\n'],
  ['seed', '      seed: parsed.seed,\n'],
  ['presence_penalty', '      presence_penalty: parsed.presence_penalty,\n'],
  ['frequency_penalty', '      frequency_penalty: parsed.frequency_penalty,\n'],
  ['logit_bias', '      logit_bias: parsed.logit_bias,\n'],
  ['reasoning', '      reasoning_effort: parsed.reasoning?.effort,\n'],
];

const handedOn: Mutant[] = [
  ...ofChats.map(([name, find]) => ({
    promise: `${name} of a chat goes to the model service`,
    file: modelParameters,
    find,
    // Taken, and dropped silently.
    replace: `  ${name}: z.unknown().transform(() => undefined),\n`,
    test,
    name,
  })),
  {
    promise: 'reasoning of a chat goes to the model service',
    file: chatRequest,
    find: 'parsed.reasoning_effort ??= parsed.reasoning?.effort;',
    replace: '',
    test,
    name: 'reasoning as its effort',
  },
  ...ofResponses.map(([name, find]) => ({
    promise: `${name} of a response goes to the model service`,
    file: responseRequest,
    find,
    replace: '',
    test,
    name,
  })),
  {
    promise: 'text.format of a response goes to the model service: json_schema',
    file: responseRequest,
    find: "if (!given || given.type === 'text') return undefined;",
    replace: "if (given?.type !== 'json_object') return undefined;",
    test,
    name: 'a response hands on',
  },
  {
    promise: 'text.format of a response goes to the model service: json_object',
    file: responseRequest,
    find: "if (given.type === 'json_object') return { type: 'json_object' };",
    replace: "if (given.type === 'json_object') return undefined;",
    test,
    name: 'a response hands on',
  },
  {
    promise: 'text.format of a response goes to the model service with its schema',
    file: responseRequest,
    find: '      schema,\n      ...(description',
    replace: '      ...(description',
    test,
    name: 'a response hands on',
  },
  {
    promise: 'text.format of a response goes to the model service as strict as it is',
    file: responseRequest,
    find: "...(typeof strict === 'boolean' ? { strict } : {}),",
    replace: '',
    test,
    name: 'a response hands on',
  },
  {
    promise: 'null stands for a parameter that is not set',
    file: modelParameters,
    find: 'value !== null && value !== undefined &&',
    replace: 'value !== undefined &&',
    test,
    name: 'a chat hands on',
  },
];

const nIsNotOne = 'if (n !== null && n !== undefined && n !== 1) {';
const refused: Mutant[] = [
  ...[
    ['a chat', 'two answers to a chat'],
    ['a response', 'two responses'],
  ].map(([what, name]) => ({
    promise: `n > 1 of ${what} is refused`,
    file: unavailable,
    find: nIsNotOne,
    replace: 'if (n === 0) {',
    test,
    name,
  })),
  {
    promise: 'n: 1 is taken',
    file: unavailable,
    find: nIsNotOne,
    replace: 'if (n !== null && n !== undefined) {',
    test,
    name: 'their harmless values are taken',
  },
  ...[
    ['a chat', 'log probabilities of a chat'],
    ['a response', 'log probabilities of a response'],
  ].map(([what, name]) => ({
    promise: `logprobs: true of ${what} is refused`,
    file: unavailable,
    find: 'if (logprobs) throw',
    replace: 'if (!options) throw',
    test,
    name,
  })),
  {
    promise: 'top_logprobs of a response is refused',
    file: responseRequest,
    find: "if (top_logprobs || include?.includes('message.output_text.logprobs')) {",
    replace: "if (include?.includes('message.output_text.logprobs')) {",
    test,
    name: 'top log probabilities of a response',
  },
  {
    promise: 'log probabilities that a response is to include are refused',
    file: responseRequest,
    find: "if (top_logprobs || include?.includes('message.output_text.logprobs')) {",
    replace: 'if (top_logprobs) {',
    test,
    name: 'included log probabilities of a response',
  },
  ...[
    ['a chat', 'spoken answers to a chat'],
    ['a response', 'a spoken response'],
  ].map(([what, name]) => ({
    promise: `audio output of ${what} is refused: modalities`,
    file: unavailable,
    find: "if (modalities?.some((modality) => modality !== 'text')) {",
    replace: 'if (!options) {',
    test,
    name,
  })),
  ...[
    ['a chat', 'the voice of a chat'],
    ['a response', 'the voice of a response'],
  ].map(([what, name]) => ({
    promise: `audio output of ${what} is refused: audio`,
    file: unavailable,
    find: 'if (audio !== null && audio !== undefined) {',
    replace: 'if (!options) {',
    test,
    name,
  })),
  {
    promise: 'a chat is not read without what must be refused in it',
    file: chatRequest,
    find: '  refuseUnavailableOptions(parsed);\n',
    replace: '',
    test,
    name: 'two answers to a chat',
  },
  {
    promise: 'a response is not read without what must be refused in it',
    file: responseRequest,
    find: '  refuseUnavailableOptions(parsed);\n',
    replace: '',
    test,
    name: 'two responses',
  },
  {
    promise: 'input_audio of a chat is refused',
    file: chatMessages,
    find: '[text, image, file],',
    replace:
      "[text, image, file, z.object({ type: z.literal('input_audio') }).transform(() => ({ type: 'text' as const, text: '' }))],",
    test,
    name: 'sound in a chat',
  },
  {
    promise: 'input_audio for a response is refused',
    file: responseInput,
    find: '[inputText, outputText, image, file],',
    replace:
      "[inputText, outputText, image, file, z.object({ type: z.literal('input_audio') }).transform(() => ({ type: 'input_text' as const, text: ' ' }))],",
    test,
    name: 'sound for a response',
  },
  ...['a file in a chat', 'a file for a response'].map((what) => ({
    promise: `${what} that is neither text nor PDF is refused`,
    file: fileText,
    find: 'if (!isUtf8(bytes) || bytes.includes(0)) {',
    replace: 'if (bytes.length === 0) {',
    test,
    name: `${what} that is neither text nor PDF`,
  })),
  {
    promise: 'a call that no function can be may not be demanded of a response',
    file: responseRequest,
    find: '  refuseUnmetChoice(choice.forModel, clientTools);\n',
    replace: '',
    test: 'test/http/responses/tools.test.ts',
    name: 'must hold what tool_choice demands',
  },
  {
    promise: 'what is refused is 400 with its param',
    file: 'src/main/server/errors/api-error.ts',
    find: "return apiError('invalid_request_error', message, { param });",
    replace: "return apiError('invalid_request_error', message);",
    test,
    name: 'never silently dropped',
  },
];

/** What becomes of the parameters of a request, on both APIs. */
export const parameterMutants: MutantTable = {
  section: 'Every response: parameters',
  mutants: [...handedOn, ...refused],
};

import type { Mutant, MutantTable } from '../mutant.ts';

const chatRequest = 'src/main/server/routes/chat-completions/request.ts';
const chatMessages = 'src/main/server/routes/chat-completions/messages.ts';
const chatRoute = 'src/main/server/routes/chat-completions/route.ts';
const responseRequest = 'src/main/server/routes/responses/request/request.ts';
const responseInput = 'src/main/server/routes/responses/request/input.ts';
const test = 'test/http/parameters.test.ts';

const ignored: Mutant[] = [
  {
    promise: 'unknown fields of a chat are ignored',
    file: chatRequest,
    find: 'export const chatBody = modelParameters.extend({',
    replace: 'export const chatBody = modelParameters.strict().extend({',
    test,
    name: 'of a chat, its messages, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a chat are not handed on',
    file: chatRequest,
    find: 'const parsed = parse(chatBody, raw);',
    replace: 'const parsed = { ...(raw as object), ...parse(chatBody, raw) };',
    also: [
      {
        file: 'src/main/server/requests/schemas/model-parameters.ts',
        find: 'for (const name of names) {',
        replace: 'for (const name of Object.keys(parsed) as typeof names) {',
      },
    ],
    test,
    name: 'of a chat, its messages, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a message are ignored',
    file: chatMessages,
    find: "z.object({ role: z.literal('user'), content: userContent, name:",
    replace: "z.strictObject({ role: z.literal('user'), content: userContent, name:",
    test,
    name: 'of a chat, its messages, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a part are ignored',
    file: chatMessages,
    find: "const text = z.object({ type: z.literal('text')",
    replace: "const text = z.strictObject({ type: z.literal('text')",
    test,
    name: 'of a chat, its messages, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a tool are ignored',
    file: 'src/main/server/requests/schemas/function-tool.ts',
    find: 'function: z.object({\n    name: z.string().min(1',
    replace: 'function: z.strictObject({\n    name: z.string().min(1',
    test,
    name: 'of a chat, its messages, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a response are ignored',
    file: responseRequest,
    find: 'export const responseRequestBody = z.object({',
    replace: 'export const responseRequestBody = z.strictObject({',
    test,
    name: 'of a response, its items, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of an item are ignored',
    file: responseInput,
    find: "z.object({ id, role: z.literal('user')",
    replace: "z.strictObject({ id, role: z.literal('user')",
    test,
    name: 'of a response, its items, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of an item’s part are ignored',
    file: responseInput,
    find: "const inputText = z.object({ type: z.literal('input_text')",
    replace: "const inputText = z.strictObject({ type: z.literal('input_text')",
    test,
    name: 'of a response, its items, parts and tools are ignored',
  },
  {
    promise: 'unknown fields of a response’s tool are ignored',
    file: 'src/main/server/routes/responses/request/tools.ts',
    find: 'export const responseFunctionTool = z.object({',
    replace: 'export const responseFunctionTool = z.strictObject({',
    test,
    name: 'of a response, its items, parts and tools are ignored',
  },
];

const echoed = 'const head = answerHead(run, chat.model ?? settings.server.modelId);';
const model: Mutant[] = [
  {
    promise: 'the model of a chat is echoed',
    file: chatRoute,
    find: echoed,
    replace: 'const head = answerHead(run, settings.server.modelId);',
    test,
    name: 'is echoed by',
  },
  {
    promise: 'the model of a streamed chat is echoed in each chunk',
    file: 'src/main/server/routes/chat-completions/stream.ts',
    find: 'const { id, created, model } = head;',
    replace: "const { id, created } = head;\n  const model = 'hermes-agent';",
    test,
    name: 'is echoed by',
  },
  {
    promise: 'the model of a response is echoed',
    file: responseRequest,
    find: 'model: parsed.model || model,',
    replace: 'model,',
    test,
    name: 'is echoed by',
  },
  {
    promise: 'any model name is taken by a chat',
    file: chatRoute,
    find: echoed,
    replace: `if (chat.model && chat.model !== settings.server.modelId) throw new Error('no such model');\n  ${echoed}`,
    test,
    name: 'is echoed by',
  },
  {
    promise: 'any model name is taken by a response',
    file: responseRequest,
    find: '  refuseWhatCannotBeHonoured(parsed);\n',
    replace:
      "  refuseWhatCannotBeHonoured(parsed);\n  if (parsed.model && parsed.model !== defaultModel) throw invalidRequest('no such model', 'model');\n",
    test,
    name: 'is echoed by',
  },
  {
    promise: 'a chat that names no model is answered in the name of the settings',
    file: chatRoute,
    find: echoed,
    replace: "const head = answerHead(run, chat.model ?? '');",
    test,
    name: 'is the one in the settings where',
  },
  {
    promise: 'a response that names no model is answered in the name of the settings',
    file: responseRequest,
    find: 'model: parsed.model || model,',
    replace: "model: parsed.model || '',",
    test,
    name: 'is the one in the settings where',
  },
  {
    promise: 'the model that a chat is answered by is a setting',
    file: chatRequest,
    find: 'parameters: setParameters(parsed),',
    replace: 'parameters: { ...setParameters(parsed), ...{ model: parsed.model } },',
    also: [
      {
        file: 'src/main/model/upstream/chat/chat-dialect.ts',
        find: '    model,\n    messages,',
        replace: '    model: (parameters as { model?: string }).model ?? model,\n    messages,',
      },
    ],
    test,
    name: 'is echoed by',
  },
  {
    promise: 'the model that a response is answered by is a setting',
    file: responseRequest,
    find: 'modelParameters.parse({\n      temperature',
    replace: 'modelParameters.loose().parse({\n      model: parsed.model,\n      temperature',
    also: [
      {
        file: 'src/main/server/requests/schemas/model-parameters.ts',
        find: 'for (const name of names)',
        replace: "for (const name of [...names, 'model' as 'stop'])",
      },
      {
        file: 'src/main/model/upstream/chat/chat-dialect.ts',
        find: '    model,\n    messages,',
        replace: '    model: (parameters as { model?: string }).model ?? model,\n    messages,',
      },
    ],
    test,
    name: 'is echoed by',
  },
];

/** What becomes of the fields that ask for nothing, on both APIs. */
export const requestFieldMutants: MutantTable = {
  section: 'Every response: unknown fields and the model',
  mutants: [...ignored, ...model],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response: unknown fields and the model': [
    {
      promise: 'unknown fields of a tool are ignored',
      find: `function: z.object({
    name: z.string().min(1`,
      replace: `function: z.strictObject({
    name: z.string().min(1`,
      test: 'test/http/parameters.test.ts',
      name: 'of a chat, its messages, parts and tools are ignored',
    },
  ],
  'Chat completions: client tools': [
    {
      promise: 'client tools are offered as they were declared: description',
      find: '...(description ? { description } : {}),',
      replace: '',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'client tools reach the model as they were declared',
    },
    {
      promise: 'client tools are offered as they were declared: parameters',
      find: '...(parameters ? { parameters } : {}),',
      replace: '',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'client tools reach the model as they were declared',
    },
    {
      promise: 'client tools are offered as they were declared: strict',
      find: "...(typeof strict === 'boolean' ? { strict } : {}),",
      replace: '',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'client tools reach the model as they were declared',
    },
    {
      promise: 'tool_choice required is refused where there is no function',
      find: "if (choice === 'required' && declared.size === 0) {",
      replace: "if (choice === 'none' && declared.size < 0) {",
      test: 'test/http/chat-request.test.ts',
      name: 'must hold what tool_choice demands',
    },
    {
      promise: 'tool_choice of a function that was not declared is refused',
      find: "if (choice.type === 'function' && !declared.has(choice.function.name)) {",
      replace: "if (choice.type === 'function' && declared.size === 0) {",
      test: 'test/http/chat-request.test.ts',
      name: 'must hold what tool_choice demands',
    },
    {
      promise: 'tool_choice that requires one of allowed tools, none of them declared, is refused',
      find: 'if (!tools.some((tool) => allowed.has(tool.function.name))) {',
      replace: 'if (tools.length === 0 || allowed.size === 0) {',
      test: 'test/http/chat-request.test.ts',
      name: 'must hold what tool_choice demands',
    },
    {
      promise: 'tool_choice that demands nothing is taken without tools',
      find: "if (choice === 'required' && declared.size === 0) {",
      replace: 'if (choice !== undefined && declared.size === 0) {',
      test: 'test/http/chat-request.test.ts',
      name: 'need hold nothing for tool_choice',
    },
  ],
};

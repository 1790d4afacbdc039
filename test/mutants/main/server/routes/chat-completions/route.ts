import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'tool activity follows the setting in a plain answer',
      find: 'const toolActivity = toolActivityFor(asked);',
      replace: "const toolActivity = 'off';",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity follows the setting in a stream',
      find: 'toolActivity: toolActivityFor(asked),',
      replace: "toolActivity: 'reasoning',",
      test: 'test/http/chat-stream.test.ts',
      name: 'has no event names, and no tool_calls for server tools',
    },
    {
      promise: 'the id begins with chatcmpl-',
      find: "idPrefix: 'chatcmpl',",
      replace: "idPrefix: 'cmpl',",
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
  ],
  'Models as they are': [
    {
      promise: 'a JSON answer holds no lines about tools',
      find: "toolActivity === 'content' && asksForJson(chat.agentRequest.parameters)",
      replace: "toolActivity === 'content' && !asksForJson(chat.agentRequest.parameters)",
      test: 'test/http/json-answers.test.ts',
      name: 'holds no lines about tools',
    },
  ],
};

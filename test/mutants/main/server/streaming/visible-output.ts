import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'tool activity is a line that names the tool',
      find: 'const line = toolLine(event.name, event.summary);',
      replace: "const line = toolLine('', event.summary);",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity is a line that tells what the tool does',
      find: 'const line = toolLine(event.name, event.summary);',
      replace: "const line = toolLine(event.name, '');",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity is a line for each call',
      find: "text: block === 'tools' ? `\\n${text}` : text };",
      replace: 'text };',
      test: 'test/http/chat-agent.test.ts',
      name: 'run here, and the client sees one answer',
    },
    {
      promise: 'tool activity can be off',
      find: `if (toolActivity === 'off') return undefined;
    const adjoins`,
      replace: 'const adjoins',
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity can be in the text',
      find: `if (toolActivity === 'off') return undefined;
    const adjoins`,
      replace: `if (toolActivity !== 'reasoning') return undefined;
    const adjoins`,
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: "the upstream's reasoning is passed on",
      find: "return piece('reasoning', blocks.reasoning, event.text);",
      replace: 'return undefined;',
      test: 'test/http/chat-agent.test.ts',
      name: "passes on the upstream's reasoning",
    },
    {
      promise: "the upstream's reasoning is passed on with tool activity off",
      find: "return piece('reasoning', blocks.reasoning, event.text);",
      replace:
        "return toolActivity === 'off' ? undefined : piece('reasoning', blocks.reasoning, event.text);",
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'leaves tool lines out, and the reasoning in, when tool activity is off',
    },
  ],
  'Chat completions: what a client sees of the work': [
    {
      promise: 'no reasoning comes after text to a client that would never end it',
      find: '|| last.content === undefined;',
      replace: '|| true;',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'stops reasoning at the first text for a client that would never end it',
    },
    {
      promise: 'a heartbeat never opens the thinking area',
      find: '|| !begun || !mayReason()',
      replace: '|| !mayReason()',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'is told by a space of reasoning, once a tool line or reasoning was shown',
    },
    {
      promise: 'a heartbeat is not told with tool activity off',
      find: "if (toolActivity === 'off' || !begun",
      replace: 'if (!begun',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'is not told with tool activity off',
    },
    {
      promise: 'the tool that is waited for is named once text has come',
      find: 'if (!latest) return nothing;',
      replace: 'return nothing;',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'names the tool that is waited for once text has come, more and more seldom',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'tool activity is a line that names the tool',
      find: 'toolLine(event.summary ? `${event.name}: ${event.summary}` : event.name);',
      replace: 'toolLine(event.summary);',
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity is a line that tells what the tool does',
      find: 'toolLine(event.summary ? `${event.name}: ${event.summary}` : event.name);',
      replace: 'toolLine(event.name);',
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
      find: "toolActivity === 'off' ? undefined : piece(toolActivity,",
      replace: "piece(toolActivity === 'off' ? 'reasoning' : toolActivity,",
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'tool activity can be in the text',
      find: "toolActivity === 'off' ? undefined : piece(toolActivity,",
      replace: "toolActivity !== 'reasoning' ? undefined : piece(toolActivity,",
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
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'reasoning is in delta.reasoning_content of a stream',
      find: '"delta":{"reasoning_content":`',
      replace: '"delta":{"reasoning":`',
      test: 'test/http/chat-stream.test.ts',
      name: 'has no event names, and no tool_calls for server tools',
    },
    {
      promise: "the upstream's reasoning is passed on in a stream",
      find: 'return shown(visible.show(event));',
      replace: "return event.type === 'reasoning.delta' ? '' : shown(visible.show(event));",
      test: 'test/http/chat-agent.test.ts',
      name: "passes on the upstream's reasoning",
    },
    {
      promise: 'a stream has no custom event names',
      find: 'return shown(visible.show(event));',
      replace:
        "return (event.type === 'tool.started' ? 'event: tool\\n' : '') + shown(visible.show(event));",
      test: 'test/http/chat-stream.test.ts',
      name: 'has no event names, and no tool_calls for server tools',
    },
    {
      promise: 'server tools are never tool_calls in a stream',
      find: 'return shown(visible.show(event));',
      replace:
        "return event.type === 'tool.started' ? chunk({ tool_calls: [{ index: 0, ...toolCall({ ...event, id: event.callId }) }] }) : shown(visible.show(event));",
      test: 'test/http/chat-stream.test.ts',
      name: 'has no event names, and no tool_calls for server tools',
    },
  ],
};

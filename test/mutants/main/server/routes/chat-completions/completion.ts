import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'object is chat.completion',
      find: "object: 'chat.completion',",
      replace: "object: 'chat.completion.chunk',",
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'there is one choice',
      find: `],
    usage: chatUsage(outcome.usage),`,
      replace: `].flatMap((only) => [only, { ...only, index: 1 }]),
    usage: chatUsage(outcome.usage),`,
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'the choice has the index 0',
      find: 'index: 0,',
      replace: 'index: 1,',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: "the message is the assistant's",
      find: "role: 'assistant',",
      replace: "role: 'user',",
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'the message has the whole text',
      find: 'if (piece) shown[piece.channel] += piece.text;',
      replace: 'if (piece) shown[piece.channel] = piece.text;',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: "finish_reason is the run's",
      find: 'finish_reason: outcome.finishReason,',
      replace: "finish_reason: 'stop',",
      test: 'test/http/chat-agent.test.ts',
      name: 'when the model stopped so',
    },
    {
      promise: 'reasoning is in message.reasoning_content of a plain answer',
      find: '{ reasoning_content: shown.reasoning }',
      replace: '{ reasoning: shown.reasoning }',
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
    {
      promise: 'server tools are never tool_calls in a plain answer',
      find: 'const calls = outcome.clientToolCalls;',
      replace: `const calls = [
    ...outcome.clientToolCalls,
    ...events.flatMap((event) =>
      event.type === 'tool.started' ? [{ ...event, id: event.callId }] : [],
    ),
  ];`,
      test: 'test/http/chat-answer.test.ts',
      name: 'shows what tools do as its reasoning, not at all, or in its text',
    },
  ],
  'Chat completions: client tools': [
    {
      promise: 'calls of client tools are handed back',
      find: '{ tool_calls: calls.map((call) => toolCall(call, customTools)) }',
      replace: '{}',
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'calls are handed back with their ids',
      find: 'id: call.id,',
      replace: "id: 'call_1',",
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'calls are handed back with their arguments',
      find: 'arguments: call.arguments }',
      replace: "arguments: '{}' }",
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'what was said beside a call is kept',
      find: "content: shown.content === '' && calls.length > 0 ? null : shown.content,",
      replace: 'content: calls.length > 0 ? null : shown.content,',
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'where nothing was said beside a call, content is null',
      find: "content: shown.content === '' && calls.length > 0 ? null : shown.content,",
      replace: 'content: shown.content,',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'that are several come back all, in order',
    },
    {
      promise: 'a custom tool is handed back as such',
      find: 'if (customTools.has(call.name)) {',
      replace: 'if (!call.name) {',
      test: 'test/http/responses/client-tools.test.ts',
      name: 'come back as such, and their answers are understood',
    },
  ],
};

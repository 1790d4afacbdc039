import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the answer': [
    {
      promise: 'finish_reason is stop for a whole answer',
      find: "return { status: 'completed', finishReason: 'stop' };",
      replace: "return { status: 'completed', finishReason: 'length' };",
      test: 'test/http/chat-agent.test.ts',
      name: 'run here, and the client sees one answer',
    },
    {
      promise: 'finish_reason is length for an answer that the limit cut off',
      find: `incompleteReason: 'max_output_tokens',
      finishReason: 'length',`,
      replace: `incompleteReason: 'max_output_tokens',
      finishReason: 'stop',`,
      test: 'test/http/chat-agent.test.ts',
      name: 'when the model stopped so',
    },
    {
      promise: 'finish_reason is content_filter for an answer that a filter cut off',
      find: `incompleteReason: 'content_filter',
      finishReason: 'content_filter',`,
      replace: `incompleteReason: 'content_filter',
      finishReason: 'stop',`,
      test: 'test/http/chat-agent.test.ts',
      name: 'when the model stopped so',
    },
    {
      promise: 'finish_reason is tool_calls when client tools are called',
      find: "finishReason: 'tool_calls',",
      replace: "finishReason: 'stop',",
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'usage is the sum over all model calls',
      find: 'usage = addUsage(usage, spent);',
      replace: 'usage = spent;',
      test: 'test/http/chat-agent.test.ts',
      name: 'run here, and the client sees one answer',
    },
  ],
  'Chat completions: client tools': [
    {
      promise: 'a call of a client tool ends the run',
      find: `if (calls.length > 0) await runTools(calls);
    if (clientCalls.length > 0) return`,
      replace: `if (calls.length > 0) await runTools(calls);
    if (clientCalls.length > 1_000) return`,
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: 'all calls of client tools are handed back',
      find: `await runTools(calls);
    if (clientCalls.length > 0) return endWithCalls(clientCalls);`,
      replace: `await runTools(calls);
    if (clientCalls.length > 0) return endWithCalls(clientCalls.slice(0, 1));`,
      test: 'test/http/chat-client-tools.test.ts',
      name: 'that are several come back all, in order',
    },
    {
      promise: 'calls of server tools are not handed back beside them',
      find: `await runTools(calls);
    if (clientCalls.length > 0) return endWithCalls(clientCalls);`,
      replace: `await runTools(calls);
    if (clientCalls.length > 0) return endWithCalls(reply.toolCalls);`,
      test: 'test/http/chat-client-tools.test.ts',
      name: 'beside one of a server tool come back alone',
    },
    {
      promise: 'server calls of a reply run before its client calls are handed back',
      find: 'if (calls.length > 0) await runTools(calls);',
      replace: 'if (calls.length > 0 && clientCalls.length === 0) await runTools(calls);',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'beside one of a server tool come back alone, once that has run',
    },
    {
      promise: 'a client that demands a call gets it at the limit of model calls, too',
      find: 'offered.callDemanded ? offered.client : []);',
      replace: '[]);',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'gets it at the limit of model calls, too',
    },
    {
      promise: 'a model that will not call is not asked for ever',
      find: 'if (!offered.callDemanded || reminded || reply',
      replace: 'if (!offered.callDemanded || reply',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'gets the words where the model will not call',
    },
  ],
  'Loop: the events of a run': [
    {
      promise: 'model.started counts the calls',
      find: 'await ask(call, withOurs',
      replace: 'await ask(1, withOurs',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
  ],
  'Loop: its steps': [
    {
      promise: 'after the tools the model is asked again',
      find: 'answers.forEach(add);',
      replace: `answers.forEach(add);
    throw new Error('enough');`,
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'goes on after the first tool round',
    },
    {
      promise: 'the run stops on a final answer',
      find: "if (reply.finishReason === 'length' || calls.length + clientCalls.length === 0) {",
      replace: "if (reply.finishReason === 'length') {",
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'emits text piece by piece and ends with the final answer',
    },
    {
      promise: 'the run stops on a client tool call',
      find: `if (calls.length > 0) await runTools(calls);
    if (clientCalls.length > 0) return`,
      replace: `if (calls.length > 0) await runTools(calls);
    if (clientCalls.length > 1) return`,
      test: 'test/unit/agent/client-tools.test.ts',
      name: 'ends the run with the calls of client tools',
    },
    {
      promise: 'the run stops on maxIterations',
      find: 'call <= maxIterations;',
      replace: 'call <= maxIterations + 1;',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks for a summary without tools when the iterations are used up',
    },
    {
      promise: 'after maxIterations the last call has no tools',
      find: 'offered.callDemanded ? offered.client : []);',
      replace: 'offered.callDemanded ? offered.client : serverTools);',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks for a summary without tools when the iterations are used up',
    },
    {
      promise: 'the last call asks for a summary',
      find: `  append({
    role: 'user',
    content: offered.callDemanded ? demandNotice([...clientNames]) : limitNotice,
  });`,
      replace: '',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks for a summary without tools when the iterations are used up',
    },
    {
      promise: 'the wish for a summary is no part of the conversation',
      find: `  append({
    role: 'user',
    content: offered.callDemanded ? demandNotice([...clientNames]) : limitNotice,
  });`,
      replace: `  add({
    role: 'user',
    content: offered.callDemanded ? demandNotice([...clientNames]) : limitNotice,
  });`,
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks for a summary without tools when the iterations are used up',
    },
    {
      promise: 'after maxIterations the run is incomplete',
      find: "status: 'incomplete', incompleteReason: 'max_iterations', finishReason: 'length'",
      replace: "status: 'completed', finishReason: 'stop'",
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'asks for a summary without tools when the iterations are used up',
    },
    {
      promise: 'an abort reaches the tools',
      find: `signal: run.signal,
      },`,
      replace: `signal: AbortSignal.any([]),
      },`,
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'stops in the middle of a tool when aborted',
    },
  ],
  'Loop: context and limits': [
    {
      promise: 'it is the prompt of the last call that counts',
      find: 'promptTokens = reply.usage?.inputTokens;',
      replace: 'void promptTokens;',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'more than half of the context window is too much',
    },
    {
      promise: 'the summary is no part of what is stored',
      find: 'if (compressed.usage) usage',
      replace: `if (compressed.usage) added.push(compressed.messages[1]!);
      if (compressed.usage) usage`,
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'leaves the stored transcript as it is',
    },
    {
      promise: 'what was stored before is not changed',
      find: 'transcript = compressed.messages;',
      replace: `transcript = compressed.messages;
      if (compressed.usage) request.messages.splice(0, 1);`,
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'leaves the stored transcript as it is',
    },
  ],
};

import type { MutantTable } from '../mutant.ts';

const chatRoute = 'src/main/server/routes/chat-completions';
const route = `${chatRoute}/route.ts`;
const request = `${chatRoute}/request.ts`;
const completion = `${chatRoute}/completion.ts`;
const head = `${chatRoute}/answer-head.ts`;
const stream = `${chatRoute}/stream.ts`;
const usage = `${chatRoute}/usage.ts`;
const visible = 'src/main/server/streaming/visible-output.ts';
const settings = 'src/shared/settings.ts';
const loop = 'src/main/agent/loop/loop.ts';
const test = 'test/http/chat-answer.test.ts';
const streamTest = 'test/http/chat-stream.test.ts';
const withAgent = 'test/http/chat-agent.test.ts';
const bodyTest = 'test/unit/server/routes/chat-completions/completion.test.ts';

const fields = 'has id, object, created, the echoed model, one choice and usage';
const activity = 'shows what tools do as its reasoning, not at all, or in its text';
const streamedActivity = 'has no event names, and no tool_calls for server tools';
const serverTools = 'run here, and the client sees one answer';
const finish = 'when the model stopped so';
const clientCall = 'are offered beside the server tools and handed back when called';

export const chatCompletionsMutants: MutantTable = {
  section: 'Chat completions: the answer',
  mutants: [
    {
      promise: 'the id begins with chatcmpl-',
      file: head,
      find: 'id: `chatcmpl-${',
      replace: 'id: `cmpl-${',
      test,
      name: fields,
    },
    {
      promise: 'each answer has an id of its own',
      file: head,
      find: "${run.id.replace(/^run_/, '')}",
      replace: '1',
      test,
      name: 'has an id of its own',
    },
    {
      promise: 'object is chat.completion',
      file: completion,
      find: "object: 'chat.completion',",
      replace: "object: 'chat.completion.chunk',",
      test,
      name: fields,
    },
    {
      promise: 'created is in seconds',
      file: head,
      find: 'Math.floor(run.createdAt / 1000)',
      replace: 'run.createdAt',
      test,
      name: fields,
    },
    {
      promise: 'model is echoed',
      file: route,
      find: 'chat.model ?? settings.server.modelId',
      replace: 'settings.server.modelId',
      test,
      name: fields,
    },
    {
      promise: 'model is the configured id where none was named',
      file: route,
      find: 'chat.model ?? settings.server.modelId',
      replace: "chat.model ?? 'hermes-agent'",
      test,
      name: 'names the configured model when the request names none',
    },
    {
      promise: 'there is one choice',
      file: completion,
      find: '],\n    usage: chatUsage(outcome.usage),',
      replace:
        '].flatMap((only) => [only, { ...only, index: 1 }]),\n    usage: chatUsage(outcome.usage),',
      test,
      name: fields,
    },
    {
      promise: 'the choice has the index 0',
      file: completion,
      find: 'index: 0,',
      replace: 'index: 1,',
      test,
      name: fields,
    },
    {
      promise: "the message is the assistant's",
      file: completion,
      find: "role: 'assistant',",
      replace: "role: 'user',",
      test,
      name: fields,
    },
    {
      promise: 'the message has the whole text',
      file: completion,
      find: 'if (piece) shown[piece.channel] += piece.text;',
      replace: 'if (piece) shown[piece.channel] = piece.text;',
      test,
      name: fields,
    },
    {
      promise: 'without stream the answer is plain',
      file: request,
      find: 'stream: parsed.stream ?? false,',
      replace: 'stream: parsed.stream ?? true,',
      test,
      name: 'is given for stream: null, whatever Accept says',
    },
    {
      promise: 'finish_reason is stop for a whole answer',
      file: loop,
      find: "return { status: 'completed', finishReason: 'stop' };",
      replace: "return { status: 'completed', finishReason: 'length' };",
      test: withAgent,
      name: serverTools,
    },
    {
      promise: 'finish_reason is length for an answer that the limit cut off',
      file: loop,
      find: "incompleteReason: 'max_output_tokens',\n      finishReason: 'length',",
      replace: "incompleteReason: 'max_output_tokens',\n      finishReason: 'stop',",
      test: withAgent,
      name: finish,
    },
    {
      promise: 'finish_reason is content_filter for an answer that a filter cut off',
      file: loop,
      find: "incompleteReason: 'content_filter',\n      finishReason: 'content_filter',",
      replace: "incompleteReason: 'content_filter',\n      finishReason: 'stop',",
      test: withAgent,
      name: finish,
    },
    {
      promise: 'finish_reason is tool_calls when client tools are called',
      file: loop,
      find: "finishReason: 'tool_calls',\n          clientToolCalls: clientCalls,",
      replace: "finishReason: 'stop',\n          clientToolCalls: clientCalls,",
      test: withAgent,
      name: clientCall,
    },
    {
      promise: "finish_reason is the run's",
      file: completion,
      find: 'finish_reason: outcome.finishReason,',
      replace: "finish_reason: 'stop',",
      test: withAgent,
      name: finish,
    },
    {
      promise: 'usage is the sum over all model calls',
      file: loop,
      find: 'if (reply.usage) usage = addUsage(usage, reply.usage);',
      replace: 'if (reply.usage) usage = reply.usage;',
      test: withAgent,
      name: serverTools,
    },
    {
      promise: 'usage tells the tokens of the prompts',
      file: usage,
      find: 'prompt_tokens: usage.inputTokens,',
      replace: 'prompt_tokens: usage.outputTokens,',
      test,
      name: fields,
    },
    {
      promise: 'usage tells the tokens of the answers',
      file: usage,
      find: 'completion_tokens: usage.outputTokens,',
      replace: 'completion_tokens: usage.inputTokens,',
      test,
      name: fields,
    },
    {
      promise: 'usage tells all tokens',
      file: usage,
      find: 'total_tokens: usage.inputTokens + usage.outputTokens,',
      replace: 'total_tokens: usage.outputTokens,',
      test,
      name: fields,
    },
    {
      promise: 'usage tells the tokens that were cached',
      file: usage,
      find: 'cached_tokens: usage.cachedInputTokens',
      replace: 'cached_tokens: 0',
      test: bodyTest,
      name: 'and the usage of the whole run',
    },
    {
      promise: 'usage tells the tokens of reasoning',
      file: usage,
      find: 'reasoning_tokens: usage.reasoningTokens',
      replace: 'reasoning_tokens: 0',
      test: bodyTest,
      name: 'and the usage of the whole run',
    },
    {
      promise: 'tool activity is reasoning where nothing else is set',
      file: settings,
      find: ".default('reasoning')",
      replace: ".default('off')",
      test,
      name: activity,
    },
    {
      promise: 'tool activity is in the text only where somebody chose so',
      file: settings,
      find: ".default('reasoning')",
      replace: ".default('content')",
      test,
      name: activity,
    },
    {
      promise: 'tool activity is a line that names the tool',
      file: visible,
      find: 'toolLine(event.summary ? `${event.name}: ${event.summary}` : event.name);',
      replace: 'toolLine(event.summary);',
      test,
      name: activity,
    },
    {
      promise: 'tool activity is a line that tells what the tool does',
      file: visible,
      find: 'toolLine(event.summary ? `${event.name}: ${event.summary}` : event.name);',
      replace: 'toolLine(event.name);',
      test,
      name: activity,
    },
    {
      promise: 'tool activity is a line for each call',
      file: visible,
      find: "text: block === 'tools' ? `\\n${text}` : text };",
      replace: 'text };',
      test: withAgent,
      name: serverTools,
    },
    {
      promise: 'tool activity can be off',
      file: visible,
      find: "toolActivity === 'off' ? undefined : piece(toolActivity,",
      replace: "piece(toolActivity === 'off' ? 'reasoning' : toolActivity,",
      test,
      name: activity,
    },
    {
      promise: 'tool activity can be in the text',
      file: visible,
      find: "toolActivity === 'off' ? undefined : piece(toolActivity,",
      replace: "toolActivity !== 'reasoning' ? undefined : piece(toolActivity,",
      test,
      name: activity,
    },
    {
      promise: 'tool activity follows the setting in a plain answer',
      file: route,
      find: 'completionBody(head, events, ending.outcome, toolActivity)',
      replace: "completionBody(head, events, ending.outcome, 'reasoning')",
      test,
      name: activity,
    },
    {
      promise: 'tool activity follows the setting in a stream',
      file: route,
      find: 'toolActivity: toolActivityFor(chat, streaming),',
      replace: "toolActivity: 'reasoning',",
      test: streamTest,
      name: streamedActivity,
    },
    {
      promise: 'reasoning is in message.reasoning_content of a plain answer',
      file: completion,
      find: '{ reasoning_content: shown.reasoning }',
      replace: '{ reasoning: shown.reasoning }',
      test,
      name: activity,
    },
    {
      promise: 'reasoning is in delta.reasoning_content of a stream',
      file: stream,
      find: '"delta":{"reasoning_content":`',
      replace: '"delta":{"reasoning":`',
      test: streamTest,
      name: streamedActivity,
    },
    {
      promise: "the upstream's reasoning is passed on",
      file: visible,
      find: "return piece('reasoning', blocks.reasoning, event.text);",
      replace: 'return undefined;',
      test: withAgent,
      name: "passes on the upstream's reasoning",
    },
    {
      promise: "the upstream's reasoning is passed on in a stream",
      file: stream,
      find: 'return shown(show(event));',
      replace: "return event.type === 'reasoning.delta' ? '' : shown(show(event));",
      test: withAgent,
      name: "passes on the upstream's reasoning",
    },
    {
      promise: "the upstream's reasoning is passed on with tool activity off",
      file: visible,
      find: "return piece('reasoning', blocks.reasoning, event.text);",
      replace:
        "return toolActivity === 'off' ? undefined : piece('reasoning', blocks.reasoning, event.text);",
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'leaves tool lines out, and the reasoning in, when tool activity is off',
    },
    {
      promise: 'a stream has no custom event names',
      file: stream,
      find: 'return shown(show(event));',
      replace:
        "return (event.type === 'tool.started' ? 'event: tool\\n' : '') + shown(show(event));",
      test: streamTest,
      name: streamedActivity,
    },
    {
      promise: 'server tools are never tool_calls in a stream',
      file: stream,
      find: 'return shown(show(event));',
      replace:
        "return event.type === 'tool.started' ? chunk({ tool_calls: [{ index: 0, ...toolCall({ ...event, id: event.callId }) }] }) : shown(show(event));",
      test: streamTest,
      name: streamedActivity,
    },
    {
      promise: 'server tools are never tool_calls in a plain answer',
      file: completion,
      find: 'const calls = outcome.clientToolCalls;',
      replace:
        "const calls = [\n    ...outcome.clientToolCalls,\n    ...events.flatMap((event) =>\n      event.type === 'tool.started' ? [{ ...event, id: event.callId }] : [],\n    ),\n  ];",
      test,
      name: activity,
    },
  ],
};

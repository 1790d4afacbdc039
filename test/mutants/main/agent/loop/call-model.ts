import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the events of a run': [
    {
      promise: 'model.started is told',
      find: "emit({ type: 'model.started', call });",
      replace: '',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'reasoning.delta is told',
      find: "emit({ type: 'reasoning.delta', text: piece })",
      replace: 'void piece',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'model.finished is told',
      find: `emit({
    type: 'model.finished',`,
      replace: `void ({
    type: 'model.finished',`,
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'model.finished tells the usage',
      find: 'const usage = reply.usage ?? estimateUsage(request, reply);',
      replace: 'const usage = estimateUsage(request, reply);',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'are told in order, with all that is known of them',
    },
    {
      promise: 'model.finished tells the milliseconds',
      find: 'Math.round(performance.now() - startedAt)',
      replace: 'Math.min(0, startedAt)',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'say how long a model call and a tool took',
    },
  ],
  'Loop: its steps': [
    {
      promise: 'text deltas are told as they come, not at the end',
      find: 'onText: text.write,',
      replace: 'onText: () => {},',
      also: [
        {
          file: 'src/main/agent/loop/call-model.ts',
          find: `emit({
    type: 'model.finished',`,
          replace: `emit({ type: 'text.delta', text: reply.text });
  emit({
    type: 'model.finished',`,
        },
      ],
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'tells a piece of text while the rest is still to come',
    },
    {
      promise: 'an abort ends a model call',
      find: `      signal,
    });`,
      replace: `      signal: AbortSignal.any([]),
    });
    signal.throwIfAborted();`,
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'closes the upstream request when aborted in the middle of the text',
    },
  ],
  'Models as they are': [
    {
      promise: 'a JSON answer that breaks off keeps what had come',
      find: `    text.end(false);
`,
      replace: '',
      test: 'test/http/json-answers.test.ts',
      name: 'that breaks off keeps what had come',
    },
  ],
  'Chat completions: client tools': [
    {
      promise: 'the most tokens of a client never cut what is written to a file',
      find: "if (finishReason === 'length') return true;",
      replace: "if (finishReason === 'length') return false;",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'never cut what is written to a file',
    },
    {
      promise: 'arguments that only stop at the most tokens are cut off, too',
      find: 'return !isJson(last.arguments) && (usage?.outputTokens ?? 0) >= limit;',
      replace: 'return false;',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'never cut what is written to a file',
    },
    {
      promise: 'what a cut-off call said is not said again',
      find: "event.type === 'text.delta' && said !== ''",
      replace: "event.type === 'run.started'",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'never cut what is written to a file',
    },
    {
      promise: 'the most tokens of a client do cut words',
      find: 'if (!last) return false;',
      replace: "if (!last) return finishReason === 'length';",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'cut an answer in words',
    },
  ],
  'Missing usage': [
    {
      promise: 'a missing usage is estimated by the loop, and marked',
      find: 'const usage = reply.usage ?? estimateUsage(request, reply);',
      replace: 'const usage = reply.usage!;',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'estimates where the service counts nothing',
    },
    {
      promise: 'a missing usage is survived',
      find: 'const usage = reply.usage ?? estimateUsage(request, reply);',
      replace: 'const usage = reply.usage!;',
      test: 'test/http/faults/upstream.test.ts',
      name: 'sends no usage answers all the same',
    },
  ],
};

import type { MutantTable } from '../mutant.ts';

const compression = 'src/main/agent/loop/compression.ts';
const loop = 'src/main/agent/loop/loop.ts';
const settings = 'src/shared/settings.ts';
const slots = 'src/main/system/slots.ts';
const runs = 'src/main/runs/runs.ts';
const compressionTest = 'test/unit/agent/loop/compression.test.ts';
const runsTest = 'test/unit/runs/runs.test.ts';
const queueTest = 'test/http/chat-runs.test.ts';

/** agent.md, Loop: "Context" and "Limits". */
export const loopContextMutants: MutantTable = {
  section: 'Loop: context and limits',
  mutants: [
    {
      promise: 'a summary is made only past 50 % of the context window',
      file: compression,
      find: 'const fullness = 0.5;',
      replace: 'const fullness = 0.49;',
      test: compressionTest,
      name: 'half of the context window is not too much',
    },
    {
      promise: 'past 50 % of the context window a summary is made',
      file: compression,
      find: 'const fullness = 0.5;',
      replace: 'const fullness = 0.51;',
      test: compressionTest,
      name: 'more than half of the context window is too much',
    },
    {
      promise: 'it is the prompt of the last call that counts',
      file: loop,
      find: 'promptTokens = reply.usage?.inputTokens;',
      replace: 'void promptTokens;',
      test: compressionTest,
      name: 'more than half of the context window is too much',
    },
    {
      promise: 'the summary is made by the model',
      file: compression,
      find: 'if (older.length < fewestSummarised) return unchanged;',
      replace: 'if (older.length >= fewestSummarised) return unchanged;',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the summary takes the place of the older turns',
      file: compression,
      find: '[...messages.slice(0, 1), summary, ...messages.slice(cut)]',
      replace: '[...messages.slice(0, 1), ...messages.slice(cut)]',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the model is shown the older turns',
      file: compression,
      find: 'const older = messages.slice(1, cut);',
      replace: 'const older = messages.slice(cut);',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a conversation of any length can be summarised',
      file: compression,
      find: 'Math.min(mostShown, Math.floor(room / older.length))',
      replace: 'Math.min(mostShown, room)',
      test: compressionTest,
      name: 'many times as long as the model can read',
    },
    {
      promise: 'the core prompt stays',
      file: compression,
      find: '[...messages.slice(0, 1), summary, ...messages.slice(cut)]',
      replace: '[summary, summary, ...messages.slice(cut)]',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the last 20 messages stay',
      file: compression,
      find: 'const keptMessages = 20;',
      replace: 'const keptMessages = 19;',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a call is never split from its result',
      file: compression,
      find: "while (cut > 1 && messages[cut]?.role === 'tool') cut -= 1;",
      replace: '',
      test: compressionTest,
      name: 'never parts a call from its result',
    },
    {
      promise: 'the summary is no part of what is stored',
      file: loop,
      find: 'if (compressed.usage) usage',
      replace:
        'if (compressed.usage) added.push(compressed.messages[1]!);\n      if (compressed.usage) usage',
      test: compressionTest,
      name: 'leaves the stored transcript as it is',
    },
    {
      promise: 'what was stored before is not changed',
      file: loop,
      find: 'transcript = compressed.messages;',
      replace:
        'transcript = compressed.messages;\n      if (compressed.usage) request.messages.splice(0, 1);',
      test: compressionTest,
      name: 'leaves the stored transcript as it is',
    },
    {
      promise: 'the summary is no part of the answer',
      file: compression,
      find: 'isDelta(event) || run.emit(event)',
      replace: 'run.emit(event)',
      test: compressionTest,
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a run goes on where no summary can be had',
      file: compression,
      find: 'run.signal.throwIfAborted();\n      warn',
      replace: 'throw error;\n      warn',
      test: compressionTest,
      name: 'goes on with everything when no summary can be had',
    },
    {
      promise: 'the agent of a host summarises',
      file: 'src/main/agent/create-agent.ts',
      find: 'compress: parts.compression(model),',
      replace: '',
      test: 'test/http/agent-prompt.test.ts',
      name: 'is summarised where it would fill half of the context window of the settings',
    },
    {
      promise: 'no more than 10 runs at once',
      file: settings,
      find: ".default(10)\n    .describe('Runs at the same time",
      replace: ".default(11)\n    .describe('Runs at the same time",
      test: queueTest,
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'as many as 10 runs at once',
      file: settings,
      find: ".default(10)\n    .describe('Runs at the same time",
      replace: ".default(9)\n    .describe('Runs at the same time",
      test: queueTest,
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'no more than 32 wait',
      file: settings,
      find: ".default(32)\n    .describe('Runs that may wait",
      replace: ".default(33)\n    .describe('Runs that may wait",
      test: queueTest,
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'as many as 32 wait',
      file: settings,
      find: ".default(32)\n    .describe('Runs that may wait",
      replace: ".default(31)\n    .describe('Runs that may wait",
      test: queueTest,
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
    {
      promise: 'more runs wait instead of running',
      file: slots,
      find: 'if (this.#taken >= this.#size()) return;',
      replace: 'if (this.#taken > this.#size()) return;',
      test: runsTest,
      name: 'lets only so many run at once, first come, first served',
    },
    {
      promise: 'the place of a run that ended goes to the next',
      file: 'src/main/runs/active-run.ts',
      find: 'release?.();',
      replace: '',
      test: runsTest,
      name: 'lets only so many run at once, first come, first served',
    },
    {
      promise: 'a full queue refuses the next run',
      file: runs,
      find: 'if (this.#active.size >= maxConcurrentRuns + maxQueuedRuns) {',
      replace: 'if (this.#active.size > maxConcurrentRuns + maxQueuedRuns) {',
      test: runsTest,
      name: 'refuses a run when the queue is full',
    },
    {
      promise: 'the refusal is a 429',
      file: 'src/main/server/errors/error-response.ts',
      find: "return apiError('rate_limit_exceeded', thrown.message, {",
      replace: "return apiError('internal_error', thrown.message, {",
      test: queueTest,
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
  ],
};

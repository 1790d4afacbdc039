import type { MutantTable } from '../mutant.ts';

const chatRoute = 'src/main/server/routes/chat-completions';
const route = `${chatRoute}/route.ts`;
const stream = `${chatRoute}/stream.ts`;
const streamRun = 'src/main/server/streaming/stream-run.ts';
const activeRun = 'src/main/runs/active-run.ts';
const exchange = 'src/main/model/upstream/http/http-exchange.ts';
const upstreamModel = 'src/main/model/upstream/upstream-model.ts';
const terminal = 'src/main/agent/tools/terminal/terminal.ts';
const settings = 'src/shared/settings.ts';
const errors = 'src/main/server/errors/error-response.ts';
const idempotency = 'src/main/server/requests/idempotency/idempotency.ts';
const answerTest = 'test/http/chat-answer.test.ts';
const streamTest = 'test/http/chat-stream.test.ts';
const withAgent = 'test/http/chat-agent.test.ts';
const runsTest = 'test/http/chat-runs.test.ts';
const leaving = 'test/http/faults/client.test.ts';
const runsUnit = 'test/unit/runs/runs.test.ts';
const repeating = 'test/http/idempotency.test.ts';
const repeatingUnit = 'test/unit/server/requests/idempotency/idempotency.test.ts';

const late = 'that fails after its text says so and ends, without repeating it';
const cutOff = 'within the text ends the stream with an error after the text, never repeated';
const midText = 'in the middle of the text ends its run, and the upstream request is closed';
const ofEachKey = 'keeps an answer for 24 hours, apart for each API key';
const otherBody = 'refuses another body, during the run and afterwards';

export const chatEndingsMutants: MutantTable = {
  section: 'Chat completions: failures, clients that leave or ask again',
  mutants: [
    {
      promise: 'a failure before anything was sent is an HTTP error, streaming',
      file: streamRun,
      find: 'if (failure && !writer.begun) {',
      replace: 'if (failure && response.destroyed) {',
      test: streamTest,
      name: 'that fails before anything was sent is an HTTP error',
    },
    {
      promise: 'a failure is an HTTP error, not streaming',
      file: route,
      find: "if (ending.type !== 'run.completed') throw failureOf(ending)!;",
      replace:
        "if (ending.type !== 'run.completed') {\n    response.json({ error: { message: failureOf(ending)!.message } });\n    return;\n  }",
      test: answerTest,
      name: 'not to be retried',
    },
    {
      promise: 'a failure after something was sent is told in the stream',
      file: stream,
      find: 'data: ${JSON.stringify(errorBody(failure))}\\n\\n${done}',
      replace: '${done}',
      test: streamTest,
      name: late,
    },
    {
      promise: 'a failure is told in the stream in the form of an error',
      file: stream,
      find: 'JSON.stringify(errorBody(failure))',
      replace: 'JSON.stringify({ error: failure.message })',
      test: streamTest,
      name: late,
    },
    {
      promise: 'a stream that fails ends with [DONE]',
      file: stream,
      find: 'errorBody(failure))}\\n\\n${done}',
      replace: 'errorBody(failure))}\\n\\n',
      test: streamTest,
      name: late,
    },
    {
      promise: 'a stream that fails never looks finished',
      file: stream,
      find: 'if (failure) return `${whole()}',
      replace: "if (failure) return `${whole()}${chunk({}, 'stop')}",
      test: streamTest,
      name: late,
    },
    {
      promise: 'text already streamed is not repeated before the error',
      file: stream,
      find: 'if (options.piecewise) {',
      replace: 'if (options.piecewise) {\n      held[piece.channel] += piece.text;',
      test: streamTest,
      name: late,
    },
    {
      promise: 'text already streamed is not asked for again by a retry',
      file: upstreamModel,
      find: 'failure.retryable && !begun',
      replace: 'failure.retryable',
      also: [
        {
          file: upstreamModel,
          find: 'describeUpstreamFailure(thrown, service, { begun })',
          replace: 'describeUpstreamFailure(thrown, service, { begun: false })',
        },
      ],
      test: withAgent,
      name: cutOff,
    },
    {
      promise: 'text already streamed is not asked for again without streaming',
      file: upstreamModel,
      find: 'begun ? undefined : simplerDialect(thrown, request, dialect)',
      replace:
        'begun ? { ...dialect, streaming: false } : simplerDialect(thrown, request, dialect)',
      test: withAgent,
      name: cutOff,
    },
    {
      promise: 'text already streamed is not asked for again when all retries failed',
      file: upstreamModel,
      find: 'if (begun || !(thrown instanceof BrokenStream)) throw failure.error;',
      replace: 'if (!(thrown instanceof BrokenStream)) throw failure.error;',
      test: withAgent,
      name: cutOff,
    },
    {
      promise: 'a client that leaves a stream ends its run',
      file: streamRun,
      find: "response.once('close', leave);",
      replace: '',
      test: runsTest,
      name: 'stops its run at once',
    },
    {
      promise: 'a client that leaves before its answer ends its run',
      file: route,
      find: "response.once('close', release);",
      replace: '',
      test: runsTest,
      name: 'stops its run at once',
    },
    {
      promise: 'a client that left before its stream began ends its run',
      file: streamRun,
      find: 'if (response.destroyed) {\n      finish();\n      return;\n    }',
      replace: '',
      test: 'test/unit/server/streaming/stream-run.test.ts',
      name: 'lets go of the run when the client leaves, also one that left before',
    },
    {
      promise: 'a run that nobody watches is aborted',
      file: activeRun,
      find: "if (this.#options.graceMs === 0) this.cancel('client_disconnected');",
      replace: 'if (this.#options.graceMs === 0) return;',
      test: runsTest,
      name: 'stops its run at once',
    },
    {
      promise: 'a run that somebody else watches goes on',
      file: activeRun,
      find: 'if (this.#holders > 0 || ',
      replace: 'if (',
      test: runsUnit,
      name: 'stops a run when its last client has left',
    },
    {
      promise: 'an aborted run closes its upstream request',
      file: exchange,
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test: leaving,
      name: midText,
    },
    {
      promise: 'an aborted run closes an upstream request that is not answered yet',
      file: upstreamModel,
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test: leaving,
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
    {
      promise: 'an aborted run kills what its tools started',
      file: terminal,
      find: "if (stopped === 'abort') await process.end(graceMs.abort);",
      replace: '',
      test: leaving,
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
    {
      promise: 'an aborted run that waits gives up its place',
      file: activeRun,
      find: 'release = await this.#options.acquireSlot(signal);',
      replace: 'release = await this.#options.acquireSlot(new AbortController().signal);',
      test: runsTest,
      name: 'stops its run while it waits in the queue',
    },
    {
      promise: 'there is no grace where nothing else is set',
      file: settings,
      find: ".default(0)\n    .describe('How long a run goes on after its client has gone.",
      replace: ".default(60)\n    .describe('How long a run goes on after its client has gone.",
      test: 'test/unit/shared/settings.test.ts',
      name: 'what the API promises where nothing else is set',
    },
    {
      promise: 'a run goes on for the grace time',
      file: activeRun,
      find: 'if (this.#options.graceMs === 0) this.cancel',
      replace: 'if (this.#options.graceMs >= 0) this.cancel',
      test: runsTest,
      name: 'lets its run go on for the grace time',
    },
    {
      promise: 'the grace time is in seconds',
      file: 'src/main/runs/runs.ts',
      find: 'graceMs: disconnectGraceSeconds * 1000,',
      replace: 'graceMs: disconnectGraceSeconds,',
      test: runsTest,
      name: 'lets its run go on for the grace time',
    },
    {
      promise: 'a run ends after the grace time',
      file: activeRun,
      find: "() => this.cancel('client_disconnected'),",
      replace: '() => undefined,',
      test: leaving,
      name: 'ends its run when the time of grace is over',
    },
    {
      promise: 'a run whose client comes back in the grace time goes on',
      file: activeRun,
      find: 'clearTimeout(this.#graceTimer);\n    this.#holders += 1;',
      replace: 'this.#holders += 1;',
      test: runsUnit,
      name: 'keeps a run going through the grace time when a client comes back',
    },
    {
      promise: 'a repetition is answered by the run that is over',
      file: idempotency,
      find: 'if (record) {',
      replace: "if (record && origin.api === 'desktop') {",
      test: repeating,
      name: 'answers a repetition from what is stored',
    },
    {
      promise: 'a repetition is answered by the run that is under way',
      file: idempotency,
      find: 'if (twin) {',
      replace: "if (twin && request.key === '') {",
      test: repeating,
      name: 'attaches a repetition to the run that is under way, from its beginning',
    },
    {
      promise: 'a repetition gets the run under way from its beginning',
      file: streamRun,
      find: 'let next = 0;',
      replace: 'let next = log.closed ? 0 : log.events.length;',
      test: repeating,
      name: 'attaches a repetition to the run that is under way, from its beginning',
    },
    {
      promise: 'another body with the same key is refused while the run is under way',
      file: idempotency,
      find: 'refuseOtherBody(twin.bodyHash, bodyHash);',
      replace: '',
      test: repeating,
      name: otherBody,
    },
    {
      promise: 'another body with the same key is refused when the run is over',
      file: idempotency,
      find: 'refuseOtherBody(record.bodyHash, bodyHash);',
      replace: '',
      test: repeating,
      name: otherBody,
    },
    {
      promise: 'that refusal is not to be repeated',
      file: idempotency,
      find: "{ headers: { 'x-should-retry': 'false' } },",
      replace: '',
      test: repeating,
      name: otherBody,
    },
    {
      promise: 'an answer is kept for 24 hours',
      file: idempotency,
      find: 'const keptMs = 24 * 60 * 60 * 1000;',
      replace: 'const keptMs = 60 * 60 * 1000;',
      test: repeatingUnit,
      name: ofEachKey,
    },
    {
      promise: 'a key belongs to one API key',
      file: idempotency,
      find: "request.apiKey ?? '', key]",
      replace: 'key]',
      test: repeatingUnit,
      name: ofEachKey,
    },
    {
      promise: 'a key belongs to one endpoint',
      file: idempotency,
      find: 'digest([request.endpoint, ',
      replace: 'digest([',
      test: repeating,
      name: 'is one endpoint’s own',
    },
    {
      promise: 'a run that failed before any tool ran is begun anew',
      file: idempotency,
      find: "return ending.type !== 'run.completed' && !events.some(({ type }) => type === 'tool.started');",
      replace: "return ending.type !== 'run.completed' && events.length === 0;",
      test: repeating,
      name: 'lets a request that failed before anything was done run again',
    },
    {
      promise: 'a run that failed after tools had run is not begun anew',
      file: idempotency,
      find: " && !events.some(({ type }) => type === 'tool.started');",
      replace: ' && events.length > 0;',
      test: repeating,
      name: 'does not run tools again after a failure',
    },
    {
      promise: 'a run that was stopped after tools had run is not begun anew',
      file: idempotency,
      find: "return ending.type !== 'run.completed' && !",
      replace: "return ending.type === 'run.cancelled' || ending.type === 'run.failed' && !",
      test: repeating,
      name: 'after tools had run tells a client that comes back why its run was stopped',
    },
    {
      promise: 'a run whose host died after tools had begun is not begun anew',
      file: idempotency,
      find: 'begun = Promise.allSettled([keepLog(run, cutOff)]);',
      replace: '',
      test: repeatingUnit,
      name: 'does not run tools again for a client that comes back after its host has died',
    },
    {
      promise: 'a client whose leaving stopped its run is told so when it comes back',
      file: errors,
      find: "'The client left before the answer was complete,",
      replace: "'The run was stopped,",
      test: repeating,
      name: 'after tools had run tells a client that comes back why its run was stopped',
    },
    {
      promise: 'a client that comes back while its dropped run is ending gets an answer',
      file: idempotency,
      find: 'if (!run.stopping) return run;',
      replace: 'if (run.createdAt > 0) return run;',
      test: repeatingUnit,
      name: 'begins anew for a client that comes back while its dropped run is still ending',
    },
    {
      promise: 'a key is not longer than 255 characters',
      file: idempotency,
      find: "if (key === '' || key.length > longestKey) {",
      replace: "if (key === '') {",
      test: repeating,
      name: 'refuses a key that is too long',
    },
  ],
};

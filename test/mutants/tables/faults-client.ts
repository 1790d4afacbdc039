import type { MutantTable } from '../mutant.ts';

const run = 'src/main/runs/active-run.ts';
const tree = 'src/main/system/processes/process-tree.ts';
const gate = 'src/main/agent/approvals/gate.ts';
const test = 'test/http/faults/client.test.ts';
const early = 'before the first byte ends its run, and the upstream request is closed';
const midText = 'in the middle of the text ends its run, and the upstream request is closed';
const midTool = 'in the middle of a tool ends its whole process tree within a second';
const asked = 'while a person is asked takes the question back';
const queued = 'while it waits in the queue gives up its place, and the model is never asked';

/** quality.md, Faults: what a client that leaves must not leave behind. */
export const clientFaultsMutants: MutantTable = {
  section: 'Faults: client',
  mutants: [
    {
      promise: 'the leaving of a chat client that waits for a whole answer is noticed',
      file: 'src/main/server/routes/chat-completions/route.ts',
      find: "response.once('close', release);",
      replace: '',
      test,
      name: early,
    },
    {
      promise: 'the leaving of a client that waits for a whole response is noticed',
      file: 'src/main/server/routes/responses/output/send-response.ts',
      find: "response.once('close', release);",
      replace: '',
      test,
      name: early,
    },
    {
      promise: 'the leaving of a client that reads a stream is noticed',
      file: 'src/main/server/streaming/stream-run.ts',
      find: "response.once('close', leave);",
      replace: '',
      test,
      name: midText,
    },
    {
      promise: 'a run that nobody waits for is stopped',
      file: run,
      find: "if (this.#options.graceMs === 0) this.cancel('client_disconnected');",
      replace: 'if (this.#options.graceMs === 0) return;',
      test,
      name: early,
    },
    {
      promise: 'before the first byte, the upstream request is closed',
      file: 'src/main/model/upstream/http/http-exchange.ts',
      find: 'outgoing.destroy(signal.reason as Error);',
      replace: 'fail(signal.reason as Error);',
      test,
      name: early,
    },
    {
      promise: 'in the middle of the text, the upstream request is closed',
      file: 'src/main/model/upstream/http/http-exchange.ts',
      find: 'outgoing.destroy(signal.reason as Error);',
      replace: 'fail(signal.reason as Error);',
      test,
      name: midText,
    },
    {
      promise: 'the abort of a run reaches its model call',
      file: 'src/main/model/upstream/upstream-model.ts',
      find: "signal.addEventListener('abort', stop, { once: true });",
      replace: '',
      test,
      name: midText,
    },
    {
      promise: 'a run stopped by the leaving of its client says so',
      file: run,
      find: 'if (this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      replace: 'if (!this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      test,
      name: midText,
    },
    {
      promise: 'a command under way is stopped with its run',
      file: 'src/main/agent/tools/terminal/terminal.ts',
      find: "if (stopped === 'abort') await process.end(graceMs.abort);",
      replace: '',
      test,
      name: midTool,
    },
    {
      promise: 'what a command started ends with it, and not its shell alone',
      file: 'src/main/agent/tools/terminal/shell-process.ts',
      find: 'await endTree(this.#table, this.tree, graceMs);',
      replace: "this.#child.kill('SIGKILL');",
      test,
      name: midTool,
    },
    {
      promise: 'a daemon in a session of its own ends with the command that started it',
      file: tree,
      find: 'marks.get(pid) === tree.mark',
      replace: 'false',
      test,
      name: midTool,
    },
    {
      promise: 'a process that is deaf to SIGTERM is killed',
      file: tree,
      find: "signal = 'SIGKILL')",
      replace: "signal = 'SIGTERM')",
      test,
      name: midTool,
    },
    {
      promise: 'within a second',
      file: 'src/main/agent/tools/terminal/terminal.ts',
      find: 'const graceMs = { timeout: 2_000, abort: 250 };',
      replace: 'const graceMs = { timeout: 2_000, abort: 1_200 };',
      test,
      name: midTool,
    },
    {
      promise: 'a question to a person is taken back when its client leaves',
      file: gate,
      find: "signal.addEventListener('abort', onAbort, { once: true });",
      replace: '',
      test,
      name: asked,
    },
    {
      promise: 'a run that waits in the queue gives up its place when its client leaves',
      file: run,
      find: 'release = await this.#options.acquireSlot(signal);',
      replace: 'release = await this.#options.acquireSlot(new AbortController().signal);',
      test,
      name: queued,
    },
    {
      promise: 'with a time of grace a run goes on',
      file: run,
      find: 'if (this.#options.graceMs === 0) this',
      replace: 'if (this.#options.graceMs >= 0) this',
      test,
      name: 'with a time of grace set lets its run go on to its end',
    },
    {
      promise: 'after the time of grace a run is stopped',
      file: run,
      find: "() => this.cancel('client_disconnected'),",
      replace: '() => {},',
      test,
      name: 'ends its run when the time of grace is over',
    },
  ],
};

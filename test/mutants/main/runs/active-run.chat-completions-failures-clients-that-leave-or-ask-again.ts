import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a run that nobody watches is aborted',
      find: "if (this.#options.graceMs === 0) this.cancel('client_disconnected');",
      replace: 'if (this.#options.graceMs === 0) return;',
      test: 'test/http/chat-runs.test.ts',
      name: 'stops its run at once',
    },
    {
      promise: 'a run that somebody else watches goes on',
      find: 'if (this.#holders > 0 || ',
      replace: 'if (',
      test: 'test/unit/runs/runs.test.ts',
      name: 'stops a run when its last client has left',
    },
    {
      promise: 'an aborted run that waits gives up its place',
      find: 'release = await this.#options.acquireSlot(signal);',
      replace: 'release = await this.#options.acquireSlot(new AbortController().signal);',
      test: 'test/http/chat-runs.test.ts',
      name: 'stops its run while it waits in the queue',
    },
    {
      promise: 'a run goes on for the grace time',
      find: 'if (this.#options.graceMs === 0) this.cancel',
      replace: 'if (this.#options.graceMs >= 0) this.cancel',
      test: 'test/http/chat-runs.test.ts',
      name: 'lets its run go on for the grace time',
    },
    {
      promise: 'a run ends after the grace time',
      find: "() => this.cancel('client_disconnected'),",
      replace: '() => undefined,',
      test: 'test/http/faults/client.test.ts',
      name: 'ends its run when the time of grace is over',
    },
    {
      promise: 'a run whose client comes back in the grace time goes on',
      find: `clearTimeout(this.#graceTimer);
    this.#holders += 1;`,
      replace: 'this.#holders += 1;',
      test: 'test/unit/runs/runs.test.ts',
      name: 'keeps a run going through the grace time when a client comes back',
    },
  ],
};

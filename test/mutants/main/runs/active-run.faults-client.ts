import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: client': [
    {
      promise: 'a run that nobody waits for is stopped',
      find: "if (this.#options.graceMs === 0) this.cancel('client_disconnected');",
      replace: 'if (this.#options.graceMs === 0) return;',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
    {
      promise: 'a run stopped by the leaving of its client says so',
      find: 'if (this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      replace: 'if (!this.#abort.signal.aborted && reason instanceof RunCancelled) {',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of the text ends its run, and the upstream request is closed',
    },
    {
      promise: 'a run that waits in the queue gives up its place when its client leaves',
      find: 'release = await this.#options.acquireSlot(signal);',
      replace: 'release = await this.#options.acquireSlot(new AbortController().signal);',
      test: 'test/http/faults/client.test.ts',
      name: 'while it waits in the queue gives up its place, and the model is never asked',
    },
    {
      promise: 'with a time of grace a run goes on',
      find: 'if (this.#options.graceMs === 0) this',
      replace: 'if (this.#options.graceMs >= 0) this',
      test: 'test/http/faults/client.test.ts',
      name: 'with a time of grace set lets its run go on to its end',
    },
    {
      promise: 'after the time of grace a run is stopped',
      find: "() => this.cancel('client_disconnected'),",
      replace: '() => {},',
      test: 'test/http/faults/client.test.ts',
      name: 'ends its run when the time of grace is over',
    },
  ],
};

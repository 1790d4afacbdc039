import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'the grace time is in seconds',
      find: 'graceMs: disconnectGraceSeconds * 1000,',
      replace: 'graceMs: disconnectGraceSeconds,',
      test: 'test/http/chat-runs.test.ts',
      name: 'lets its run go on for the grace time',
    },
  ],
  'Loop: context and limits': [
    {
      promise: 'a full queue refuses the next run',
      find: 'if (this.#active.size >= maxConcurrentRuns + maxQueuedRuns) {',
      replace: 'if (this.#active.size > maxConcurrentRuns + maxQueuedRuns) {',
      test: 'test/unit/runs/runs.test.ts',
      name: 'refuses a run when the queue is full',
    },
  ],
  'Faults: clock': [
    {
      promise: 'a jump leaves the newest run first',
      find: 'b.number - a.number',
      replace: 'b.createdAt - a.createdAt',
      test: 'test/unit/runs/runs.test.ts',
      name: 'lists the newest first, whatever the clock says',
    },
  ],
};

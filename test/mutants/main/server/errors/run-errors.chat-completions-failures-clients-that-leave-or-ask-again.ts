import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a client whose leaving stopped its run is told so when it comes back',
      find: "'The client left before the answer was complete,",
      replace: "'The run was stopped,",
      test: 'test/http/idempotency.test.ts',
      name: 'after tools had run tells a client that comes back why its run was stopped',
    },
  ],
};

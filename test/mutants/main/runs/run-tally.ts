import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Window: what a person sees of a run': [
    {
      promise: 'calls that came to nothing are counted',
      find: 'this.failures[event.failure] += 1',
      replace: 'this.failures[event.failure] = 0',
      test: 'test/unit/runs/run-tally.test.ts',
      name: 'calls that came to nothing are counted by how',
    },
  ],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'a response that was deleted does not go on',
      find: 'runs.abandon(runIdOf(id));',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is a response that was deleted meanwhile',
    },
  ],
};

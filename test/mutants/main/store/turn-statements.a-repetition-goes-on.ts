import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'a turn that is stored again does not follow itself',
      find: 'CASE WHEN excluded.parent = turn THEN parent ELSE excluded.parent END',
      replace: 'excluded.parent',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'has the id of the answer it goes on with, and its response is stored as one',
    },
  ],
};

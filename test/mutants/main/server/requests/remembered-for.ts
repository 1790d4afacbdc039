import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'X-Hermes-Memory: off switches it off',
      find: "wish.trim().toLowerCase() === 'off'",
      replace: "wish.trim().toLowerCase() === 'never'",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'of a request that wants it so, nor given to one',
    },
  ],
};

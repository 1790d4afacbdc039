import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'calls that the client shows itself are not doubled',
      find: '...copies.map(({ start, end }) => ({ start, end, messages: [] })),',
      replace: '',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'is not doubled by calls that the client shows itself',
    },
  ],
};

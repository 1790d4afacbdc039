import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: '429 has Retry-After also where the model service said nothing',
      find: 'retryAfterSeconds ?? 5',
      replace: 'retryAfterSeconds',
      test: 'test/http/errors.test.ts',
      name: 'a few seconds where it said nothing',
    },
  ],
};

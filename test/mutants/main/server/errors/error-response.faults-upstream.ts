import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: upstream': [
    {
      promise: 'the SDKs do not repeat what was already tried again',
      find: "'x-should-retry': 'false'",
      replace: "'x-should-retry': 'true'",
      test: 'test/http/faults/upstream.test.ts',
      name: 'always fails is asked four times in all, and the client does not ask again',
    },
  ],
};

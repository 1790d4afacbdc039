import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'every address of this computer needs a key: wildcards',
      find: "range() === 'loopback'",
      replace: "range() !== 'reserved'",
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'without a key is refused, and says why',
    },
    {
      promise: 'every address of this computer needs a key: those of a network',
      find: "range() === 'loopback'",
      replace: "range() !== 'unspecified'",
      test: 'test/unit/server/listening/server-control.test.ts',
      name: 'without a key is refused, and says why',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a full disk is no bug of ours: 503 store_unavailable',
      find: "thrown.name === 'StoreError'",
      replace: "thrown.name === 'Store'",
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
  ],
};

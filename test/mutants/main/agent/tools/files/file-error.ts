import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a full disk: a tool says why it could not write',
      find: '  ENOSPC: (target) => `${target} could not be written: the disk is full.`,\n',
      replace: '',
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
  ],
};

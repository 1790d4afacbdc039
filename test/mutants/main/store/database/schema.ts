import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a file of a newer version is left alone',
      find: 'if (version > steps.length) {',
      replace: 'if (version < 0) {',
      test: 'test/unit/store/damage.test.ts',
      name: 'leaves a file alone that a newer version has written',
    },
  ],
};

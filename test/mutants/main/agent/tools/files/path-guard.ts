import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a call may do what it was allowed to do, and not what it was not',
      find: '!allowed.has(rule)',
      replace: 'allowed.has(rule)',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'does no harm where it leads to what was allowed',
    },
  ],
};

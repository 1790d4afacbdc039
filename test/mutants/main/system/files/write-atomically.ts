import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a link put in the way while a file is written is found out',
      find: 'check?.(await realPath(target));',
      replace: '',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'while a new file is on its way into its folder',
    },
  ],
};

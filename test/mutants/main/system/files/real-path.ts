import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a link to what does not exist yet is followed, too',
      find: 'if (target === undefined) return here;',
      replace: 'return here;',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a way out of the workspace',
    },
  ],
};

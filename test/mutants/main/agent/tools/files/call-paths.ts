import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a link is followed before a path is judged',
      find: ': await realPath(found);',
      replace: ': found;',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a way out of the workspace',
    },
    {
      promise: 'a call may do what it was allowed to do, and not what it was not',
      find: '!allowed.has(rule)',
      replace: 'allowed.has(rule)',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'does no harm where it leads to what was allowed',
    },
  ],
};

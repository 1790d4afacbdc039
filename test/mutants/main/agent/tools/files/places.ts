import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a link is followed before a path is judged',
      find: 'return assessPath(await realPath(absolute), access,',
      replace: 'return assessPath(absolute, access,',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'a way out of the workspace',
    },
  ],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'terminal follows the links in a path of a command',
      find: 'return path.join(realpathSync(folder), path.relative(folder, file));',
      replace: 'return realpathSync(folder) && file;',
      test: 'test/unit/agent/tools/files/path-guard.test.ts',
      name: 'a way out of the workspace',
    },
  ],
};

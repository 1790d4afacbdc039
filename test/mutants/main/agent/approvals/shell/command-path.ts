import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'terminal follows the links in a path of a command',
      find: 'ofWhoeverLooks.test(file) ? file : realPathSync(file)',
      replace: 'realPathSync(file) && file',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a way out of the workspace',
    },
  ],
};

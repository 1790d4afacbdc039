import type { MutantTable } from '../../../../mutant.ts';

const spellings = {
  test: 'test/unit/agent/approvals/assess-command.test.ts',
  name: 'refuses every command that destroys the machine',
};

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'terminal follows the links in a path of a command',
      find: 'if (lstatSync(file).isSymbolicLink()) target = readlinkSync(file);',
      replace: 'lstatSync(file);',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a way out of the workspace',
    },
  ],
  Approvals: [
    {
      promise: 'links that a command makes are followed in the same command',
      find: 'if (own !== undefined) return own;',
      replace: '',
      ...spellings,
    },
    {
      promise: '".." goes up from where a link leads',
      find: 'here = path.posix.dirname(here);',
      replace: 'here = from;',
      ...spellings,
    },
  ],
};

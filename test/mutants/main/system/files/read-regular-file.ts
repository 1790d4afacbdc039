import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a pipe for AGENTS.md holds up no run',
      find: 'constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)',
      replace: 'constants.O_RDONLY',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'whose AGENTS.md is a pipe',
    },
  ],
};

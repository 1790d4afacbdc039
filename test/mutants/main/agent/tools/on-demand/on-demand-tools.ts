import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'the index of groups is one that every service takes whole',
      find: 'const longestDescription = 1_024;',
      replace: 'const longestDescription = 3_000;',
      test: 'test/unit/agent/tools/on-demand/index-lines.test.ts',
      name: 'are all named, in a description that every service takes whole',
    },
  ],
};

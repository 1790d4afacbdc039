import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a search does not follow links out of its folder',
      find: 'if (!isFolder && !entry.isFile()) continue;',
      replace: '',
      test: 'test/unit/agent/tools/search/search-files.test.ts',
      name: 'does not follow links, so it cannot leave the folder',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: settings and port': [
    {
      promise: 'a bad field costs that field only',
      find: 'if (result.success) {',
      replace: `if (!result.success) return {};
      if (result.success) {`,
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'a bad field falls back to its default, the rest stays, and the file is kept as it was',
    },
  ],
};

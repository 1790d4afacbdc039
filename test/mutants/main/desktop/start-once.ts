import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'a data folder that cannot be used is said, not taken for a second start',
      find: 'if (dataDir.problem) void',
      replace: 'if (!dataDir) void',
      test: 'test/e2e/start.test.ts',
      name: 'is said in a dialog, and the app ends with 1',
    },
  ],
};

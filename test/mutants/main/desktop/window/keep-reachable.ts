import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'without a tray, closing the window minimises it',
      find: 'if (quitting || !tray.missing) return;',
      replace: 'return;',
      test: 'test/e2e/no-tray.test.ts',
      name: 'closing the window minimises it',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'the window runs without Node, in a sandbox',
      find: 'sandbox: true,',
      replace: 'sandbox: false,',
      test: 'test/e2e/window-security.test.ts',
      name: 'the window runs without Node, in a sandbox',
    },
  ],
};

import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'a page cannot listen to an unknown channel',
      find: 'if (!pushNames.includes(name))',
      replace: 'if (!name)',
      test: 'test/e2e/window-security.test.ts',
      name: 'the bridge has named functions only',
    },
  ],
};

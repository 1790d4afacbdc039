import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'the setting switches it off',
      find: '!settings.agent.rememberTurns || looksLight',
      replace: 'looksLight',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'where it is switched off',
    },
  ],
};

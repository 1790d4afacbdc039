import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Keys: placeholders, and the mark of a removed key': [
    {
      promise: 'a placeholder for a key is taken out of nothing',
      find: '.filter(isRealKey)',
      replace: '',
      test: 'test/http/placeholder-keys.test.ts',
    },
  ],
};

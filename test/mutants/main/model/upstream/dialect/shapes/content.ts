import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `null becomes an empty text`,
      find: `? withContent(message, '') : message`,
      replace: `? message : message`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: 'null becomes an empty text, and no word',
    },
  ],
};

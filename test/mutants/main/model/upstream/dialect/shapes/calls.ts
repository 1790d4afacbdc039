import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `ids are nine letters and digits`,
      find: `const idLength = 9;`,
      replace: `const idLength = 10;`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: `is reshaped`,
    },
    {
      promise: `each call has an id of its own`,
      find: `use === 0 ? call.id : \`\${call.id} \${use}\``,
      replace: `call.id`,
      test: 'test/unit/model/upstream/dialect/refused-conversations.test.ts',
      name: `are the same each time, and another for each call`,
    },
  ],
};

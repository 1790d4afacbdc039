import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'names of properties that cannot be sent come back as they were',
      find: 'const name = original.get(key) ?? key;',
      replace: 'const name = key;',
      test: 'test/unit/model/upstream/tool-schemas/fit-schema.test.ts',
      name: 'names that cannot be sent',
    },
  ],
};

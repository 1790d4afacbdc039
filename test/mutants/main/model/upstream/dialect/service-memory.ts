import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `what was learned of a service is forgotten with its settings`,
      find: `for (const key of forgotten) services.delete(key);`,
      replace: ``,
      test: 'test/http/learned-dialect.test.ts',
      name: `is forgotten when`,
    },
    {
      promise: `it outlasts a restart`,
      find: `readServices(file) : []`,
      replace: `[] : []`,
      test: 'test/http/learned-dialect.test.ts',
      name: `outlasts a restart`,
    },
  ],
};

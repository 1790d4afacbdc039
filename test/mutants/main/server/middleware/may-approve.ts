import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'without a key nobody may decide over HTTP',
      find: 'return apiKey() !== undefined;',
      replace: 'return apiKey() !== null;',
      test: 'test/http/approvals.test.ts',
      name: 'needs a key',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'a custom tool is offered with its grammar',
      find: "if (typeof definition !== 'string')",
      replace: 'if (definition !== 1)',
      test: 'test/http/responses/client-tools.test.ts',
      name: 'are offered as functions with joined names',
    },
  ],
};

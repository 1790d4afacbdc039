import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'what a client says of itself comes first',
      find: 'if (said) return said;',
      replace: '',
      test: 'test/http/responses/told-to.test.ts',
      name: 'are shown to whom names itself as a client that copes',
    },
  ],
};

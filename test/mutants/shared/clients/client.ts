import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'who is not known to cope is shown no calls',
      find: "serverCalls: 'hidden',",
      replace: "serverCalls: 'alone',",
      test: 'test/http/responses/told-to.test.ts',
      name: 'are not shown to %s',
    },
  ],
};

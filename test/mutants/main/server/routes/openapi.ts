import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'a wrong method of /openapi.json is 405',
      find: ".all(methodNotAllowed('GET'))",
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
  ],
};

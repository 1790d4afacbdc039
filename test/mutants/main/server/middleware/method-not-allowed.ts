import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'Allow tells the methods there are',
      find: ', { headers: { Allow: header } }',
      replace: '',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'Allow names HEAD beside GET',
      find: "(method === 'GET' ? ['GET', 'HEAD'] : [method])",
      replace: '[method]',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'Allow names OPTIONS',
      find: "[...allow, 'OPTIONS']",
      replace: '[...allow]',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
  ],
};

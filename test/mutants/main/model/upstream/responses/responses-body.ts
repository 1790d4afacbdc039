import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'nothing is stored at a service that is asked by the Responses API',
      find: '    store: false,\n',
      replace: '',
      test: 'test/unit/model/upstream/responses/requests.test.ts',
      name: 'a request says all',
    },
    {
      promise: 'strictness is never wanted by silence',
      find: 'strict: strict ?? false',
      replace: 'strict: strict as boolean',
      test: 'test/unit/model/upstream/responses/requests.test.ts',
      name: 'a request says all',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'the headers of a request are in Activity without the key',
      find: 'redactor.redactHeaders(request.headers)',
      replace: '{ authorization: String(request.headers.authorization) }',
      test: 'test/http/key-hunt.test.ts',
      name: 'leaves none in logs, in Activity',
    },
  ],
};

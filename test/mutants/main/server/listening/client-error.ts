import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'what is no HTTP is answered in JSON, too',
      find: 'const body = JSON.stringify(errorBody(explained));',
      replace: 'const body = explained.message;',
      test: 'test/http/attacks.test.ts',
      name: 'is answered in JSON and cut',
    },
    {
      promise: 'the answer to what is no HTTP has an x-request-id',
      find: '`x-request-id: ${newRequestId()}\\r\\n` +',
      replace: '',
      test: 'test/http/attacks.test.ts',
      name: 'is answered in JSON and cut',
    },
  ],
};

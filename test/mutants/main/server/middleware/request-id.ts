import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'a request id is another each time',
      find: "return `req_${randomUUID().replaceAll('-', '')}`;",
      replace: "return 'req_1';",
      test: 'test/http/routes.test.ts',
      name: 'stands on',
    },
    {
      promise: 'a client may name its request itself',
      find: 'given && acceptable.test(given) ? given : newRequestId()',
      replace: 'newRequestId()',
      test: 'test/http/chat-answer.test.ts',
      name: 'has a request id of its own, or the one the client sent',
    },
  ],
};

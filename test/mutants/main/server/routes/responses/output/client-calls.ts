import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Responses: what a client is told': [
    {
      promise: 'a tool of a namespace is handed back with it',
      find: 'const common = { call_id: call.id, name, ...namespace };',
      replace: 'const common = { call_id: call.id, name };',
      test: 'test/http/responses/client-tools.test.ts',
      name: 'are handed back as the client declared them, and answered so',
    },
    {
      promise: 'a custom tool is handed back with its text',
      find: "return type === 'custom'",
      replace: "return type !== 'custom'",
      test: 'test/http/responses/client-tools.test.ts',
      name: 'are handed back as the client declared them, and answered so',
    },
  ],
};

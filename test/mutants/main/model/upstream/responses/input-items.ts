import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'what one service thought is never sent to another',
      find: 'serviceExtras?.from === self ? serviceExtras : undefined',
      replace: 'serviceExtras',
      test: 'test/unit/model/upstream/responses/requests.test.ts',
      name: 'what the model thought goes back encrypted',
    },
    {
      promise: 'ids of calls that are too long are shortened, at the call and at its output',
      find: 'if (id.length <= longestId) return id;',
      replace: 'return id;',
      test: 'test/unit/model/upstream/responses/requests.test.ts',
      name: 'a whole conversation',
    },
  ],
};

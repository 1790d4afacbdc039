import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'an answer to no call is refused',
      find: 'if (last) {',
      replace: 'if (last && orphans.length > 99) {',
      test: 'test/http/chat-request.test.ts',
      name: 'refuse a last message that answers nothing',
    },
  ],
};

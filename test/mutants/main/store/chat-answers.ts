import type { MutantTable } from '../../mutant.ts';

const test = 'test/unit/store/chat-answers.test.ts';

export const mutants: MutantTable = {
  'Channels: what is owed': [
    {
      promise: 'what is done is not owed',
      find: 'AND done = 0 AND created_at >= :since',
      replace: 'AND created_at >= :since',
      test,
      name: 'what is owed is found',
    },
    {
      promise: 'an event is handled once',
      find: 'return rows!.length > 0;',
      replace: 'return true;',
      test,
      name: 'an event is new once',
    },
  ],
};

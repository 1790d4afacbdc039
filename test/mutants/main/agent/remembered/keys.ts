import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'an edited question matches nothing',
      find: "return key('pair', user, answer);",
      replace: "return key('pair', answer);",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has nothing put into a turn',
    },
    {
      promise: 'an edited answer matches nothing',
      find: "return key('pair', user, answer);",
      replace: "return key('pair', user);",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has nothing put into a turn',
    },
    {
      promise: 'ids that count from one are told by what they ask for',
      find: "return key('call', call.id, askedBy(call), user);",
      replace: "return key('call', call.id);",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'whose ids count from one',
    },
    {
      promise: 'arguments count as the value they stand for',
      find: 'return `${call.name} ${canonical(call.arguments)}`;',
      replace: 'return `${call.name} ${call.arguments}`;',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'whose ids count from one',
    },
    {
      promise: 'in a chat of its own an answer is found whatever was drawn of it',
      find: 'looseForm(user), looseForm(answer)',
      replace: 'user, answer',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'with a chat of their own are found there though the client drew Markdown',
    },
  ],
};

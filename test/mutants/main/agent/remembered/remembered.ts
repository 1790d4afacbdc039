import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'what a run did is kept for the next turn',
      find: "keep(result.messages, handsOver ? 'hands over' : 'answers');",
      replace: 'if (handsOver) keep(result.messages, "hands over");',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has what its tools found put back',
    },
    {
      promise: 'a complete answer is found by all of it alone',
      find: "handsOver ? 'hands over' : 'answers');",
      replace: "handsOver ? 'hands over' : 'breaks off');",
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has nothing put into a turn',
    },
    {
      promise: 'what a run did that broke off is kept',
      find: "keep(settle(own, witness.brokenOff), 'breaks off');",
      replace: '',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'by a failure is known to the next turn',
    },
    {
      promise: 'Activity marks what was put back',
      find: 'if (told.turns > 0 && !run.resumption)',
      replace: 'if (told.turns < 0)',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'has what its tools found put back',
    },
    {
      promise: 'a chat without a name goes on in one conversation',
      find: 'chat === undefined && conversation !== undefined ? conversation : request.conversationId',
      replace: 'request.conversationId',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'go on in one conversation, without the client naming it',
    },
    {
      promise: 'a turn of several runs is known as one text',
      find: '...(answers && said.length > 0 ? [wholeKey(user, whole)] : []),',
      replace: '',
      test: 'test/http/remembered/remembered.test.ts',
      name: 'are known where the client shows the whole turn as one text',
    },
  ],
};

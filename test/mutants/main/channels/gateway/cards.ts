import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chats: questions': [
    {
      promise: 'in a group only who asked decides',
      find: "if (card.target.kind === 'group' && person.id !== card.asker) return 'not yours';",
      replace: '',
      test: 'test/unit/channels/gateway/cards.test.ts',
      name: 'are decided in a group only by who asked',
    },
    {
      promise: 'a question that cannot be delivered is a denial',
      find: "approvals.answer(request.id, 'deny', 'The question could not be brought to the chat.');",
      replace: '',
      test: 'test/unit/channels/gateway/cards.test.ts',
      name: 'that cannot be delivered are a denial',
    },
  ],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Conversations: [
    {
      promise: 'the id of a conversation that is not there begins none',
      find: 'if (conversation !== undefined) await refuseUnknown(conversation);',
      replace: '',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'is made, read, changed and deleted',
    },
    {
      promise: 'what was added to a conversation is no response',
      find: 'const found = isAddition(id) ? undefined : await find(id, origin);',
      replace: 'const found = await find(id, origin);',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'lets no item that was added be taken for a response',
    },
  ],
};

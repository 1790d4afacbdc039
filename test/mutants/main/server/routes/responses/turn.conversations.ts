import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Conversations: [
    {
      promise: 'an item that was taken out is not known to the model',
      find: 'if (deleted.size === 0) return turns;',
      replace: 'if (deleted.size >= 0) return turns;',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'loses an item for the model too',
    },
    {
      promise: 'what was added to a conversation is no response to go on from',
      find: 'const isResponse = !previousResponseId.startsWith(additionPrefix);',
      replace: 'const isResponse = previousResponseId.length > 0;',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'lets no item that was added be taken for a response',
    },
  ],
};

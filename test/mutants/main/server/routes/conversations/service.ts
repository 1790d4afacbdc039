import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Conversations: [
    {
      promise: 'items that are added wait until the run in the conversation is over',
      find: 'await place.wait(signal);',
      replace: '',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'waits with new items until its run is over',
    },
    {
      promise: 'instructions are carried on over items that are added',
      find: 'instructions: turns.at(-1)?.instructions ?? null,',
      replace: 'instructions: null,',
      test: 'test/http/responses/conversation-objects.test.ts',
      name: 'keeps its instructions over items that are added',
    },
  ],
};

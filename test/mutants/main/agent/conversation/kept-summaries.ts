import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'an edited history is not told by a summary of what it was',
      find: 'if (cut === undefined || keyOf(messages, cut).key !== key) continue;',
      replace: 'if (cut === undefined) continue;',
      test: 'test/http/turn-cost/byte-stable.test.ts',
      name: 'an edited history',
    },
    {
      promise: 'a summary stands although what is put back of its turns got shorter',
      find: 'if (index >= open || isSaid(message))',
      replace: 'if (message)',
      test: 'test/unit/agent/conversation/kept-summaries.test.ts',
      name: 'whatever is put back of its turns',
    },
  ],
};

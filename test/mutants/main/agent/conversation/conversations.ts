import type { MutantTable } from '../../../mutant.ts';

const test = 'test/http/turn-cost/byte-stable.test.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'a conversation keeps what it began with',
      find: "const goesOn = request.messages.some(({ role }) => role === 'assistant');",
      replace: 'const goesOn = false;',
      test,
      name: 'whatever happens in between',
    },
    {
      promise: 'one whose turns are not remembered keeps it too',
      find: 'if (!known && byWords) {',
      replace: 'if (!known && !byWords) {',
      test,
      name: 'whatever happens in between',
    },
    {
      promise: 'a summary is made once, and kept',
      find: '.slice(-mostSummaries)',
      replace: '.slice(0, 0)',
      test,
      name: 'nothing is summarised again',
    },
  ],
};

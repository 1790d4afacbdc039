import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: context and limits': [
    {
      promise: 'the refusal is a 429',
      find: "return apiError('rate_limit_exceeded', thrown.message, {",
      replace: "return apiError('internal_error', thrown.message, {",
      test: 'test/http/chat-runs.test.ts',
      name: 'runs 10 at once, lets 32 wait, and refuses the next with 429',
    },
  ],
};

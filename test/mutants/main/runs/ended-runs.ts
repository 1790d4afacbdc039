import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'a request 11 minutes later is no repetition',
      find: 'now - endedAt > keptMs);',
      replace: 'now - endedAt > 10 * keptMs);',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is not gone on with 11 minutes later, but after 9',
    },
    {
      promise: 'a request 9 minutes later is one',
      find: 'const keptMs = 10 * 60 * 1000;',
      replace: 'const keptMs = 60 * 1000;',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is not gone on with 11 minutes later, but after 9',
    },
    {
      promise: 'a completed answer that was heard is asked for anew',
      find: "if (!resumable && status !== 'cancelled' && !run.unheard) return;",
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'is a completed answer that was heard, whatever the request says',
    },
  ],
};

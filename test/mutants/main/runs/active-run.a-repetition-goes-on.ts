import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'a run that failed after a tool may go on',
      find: 'this.#kept = { work, request: this.request };',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on when it is sent again',
    },
    {
      promise: 'the second attempt is the same run',
      find: 'this.attempts += 1;',
      replace: '',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on when it is sent again',
    },
    {
      promise: 'a person’s stop is final',
      find: "(ending.type === 'run.cancelled' && ending.reason !== 'cancelled_by_user')",
      replace: "ending.type === 'run.cancelled'",
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'can be stopped while it goes on',
    },
    {
      promise: 'an answer that nobody heard is given to who repeats',
      find: 'this.#unheard = this.#holders === 0 && !this.#options.background;',
      replace: '',
      test: 'test/http/repetitions/left.test.ts',
      name: 'gets the answer that came while it was away',
    },
    {
      promise: 'the answer carries what was streamed before',
      find: 'this.log = new RunLog(Date.now, events);',
      replace: 'this.log = new RunLog(Date.now, []);',
      test: 'test/http/repetitions/repetitions.test.ts',
      name: 'goes on when it is sent again',
    },
  ],
};

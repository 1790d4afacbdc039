import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'a service that refuses to stream is asked without streaming',
      find: "[[{ kind: 'no_streaming' }]]",
      replace: '[]',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'a service that cannot stream is asked for the whole answer',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a service that cannot stream is asked for the whole answer',
      find: "[[{ kind: 'no_streaming' }]]",
      replace: '[]',
      test: 'test/http/faults/upstream.test.ts',
      name: 'cannot stream is asked for the whole answer',
    },
  ],
};

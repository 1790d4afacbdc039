import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: upstream': [
    {
      promise: 'a line without an end does not fill the memory',
      find: `      maxBufferSize: longestEvent,
`,
      replace: '',
      test: 'test/http/faults/upstream.test.ts',
      name: 'sends a line without an end is given up before it fills the memory',
    },
  ],
};

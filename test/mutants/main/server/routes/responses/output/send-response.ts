import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: client': [
    {
      promise: 'the leaving of a client that waits for a whole response is noticed',
      find: "response.once('close', release);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'before the first byte ends its run, and the upstream request is closed',
    },
  ],
};

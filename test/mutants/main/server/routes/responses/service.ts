import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'x-should-retry is false on a response in the background that cannot be kept',
      find: 'await onceBegun(run, turn.announced);',
      replace: 'await turn.announced;',
      test: 'test/http/no-retry.test.ts',
      name: 'a response in the background that cannot be kept',
    },
  ],
};

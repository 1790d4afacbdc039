import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: clock': [
    {
      promise: 'a jump leaves the time right for which a background process runs',
      find: '(performance.now() - startedAt)',
      replace: '(Date.now() - performance.timeOrigin - startedAt)',
      test: 'test/http/faults/clock.test.ts',
      name: 'leaves the time right for which a background process runs',
    },
  ],
};

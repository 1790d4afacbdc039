import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'what is put back never takes more than its room',
      find: 'if (sum <= room) continue;',
      replace: 'if (sum <= 2 * room) continue;',
      test: 'test/unit/agent/remembered/steps.test.ts',
      name: 'is all while there is room, and never more than there is',
    },
    {
      promise: 'room is made in steps',
      find: 'sum > room / 2; older',
      replace: 'sum > room; older',
      test: 'test/unit/agent/remembered/steps.test.ts',
      name: 'changes seldom',
    },
  ],
};

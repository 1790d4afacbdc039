import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: context and limits': [
    {
      promise: 'the place of a run that ended goes to the next',
      find: 'release?.();',
      replace: '',
      test: 'test/unit/runs/runs.test.ts',
      name: 'lets only so many run at once, first come, first served',
    },
  ],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'the fixed cost that is shown is what a model service gets',
      find: 'core.length + sent.reduce(',
      replace: 'sent.reduce(',
      test: 'test/http/turn-cost/fixed-cost.test.ts',
      name: 'is what a model service gets',
    },
  ],
};

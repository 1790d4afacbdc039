import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'a function hides no program that another starts',
      find: 'if (!real) {',
      replace: 'if (true) {',
      test: 'test/unit/agent/approvals/assess-command.test.ts',
      name: 'lets at least 125 disguised commands not pass',
    },
  ],
};

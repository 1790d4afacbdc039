import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'the wall holds what cannot leave it, and nobody is asked',
      find: "rules[name as RuleName].wall === 'asks too'",
      replace: 'true',
      test: 'test/unit/agent/approvals/assess-command.test.ts',
      name: 'asks none of 120 and more everyday commands',
    },
  ],
};

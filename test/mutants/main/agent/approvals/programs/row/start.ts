import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'an unknown program may be a launcher: each tail of its words is judged',
      find: 'supposeTails(args, follower, table);',
      replace: '',
      test: 'test/unit/agent/approvals/assess-command.test.ts',
      name: 'lets at least 125 disguised commands not pass',
    },
    {
      promise: 'a program chosen at run time is asked',
      find: "follower.undecided('runs a program chosen at run time');",
      replace: '',
      test: 'test/unit/agent/approvals/assess-command.test.ts',
      name: 'misses no command that needs approval',
    },
  ],
};

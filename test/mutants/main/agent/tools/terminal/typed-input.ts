import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Approvals: [
    {
      promise: 'what is typed into a process is judged in one with what was typed before',
      find: 'const typed = session.typed + data;',
      replace: 'const typed = data;',
      test: 'test/unit/agent/tools/terminal/process.test.ts',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: client': [
    {
      promise: 'a daemon in a session of its own ends with the command that started it',
      find: 'marks.get(pid) === tree.mark',
      replace: 'false',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
    {
      promise: 'a process that is deaf to SIGTERM is killed',
      find: "signal = 'SIGKILL')",
      replace: "signal = 'SIGTERM')",
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
  ],
};

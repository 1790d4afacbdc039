import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Tasks: two hosts': [
    {
      promise: 'of all hosts on one store one takes a task that is due',
      find: "${due ? 'AND enabled = 1 AND next_run = :due' : ''} RETURNING id`",
      replace: "${due ? 'AND enabled = 1 AND :due = :due' : ''} RETURNING id`",
      also: [
        {
          file: 'src/main/store/tasks.ts',
          find: 'AND (lease_until IS NULL OR lease_until < :now)',
          replace: 'AND :now = :now',
        },
      ],
      test: 'test/unit/tasks/scheduler.test.ts',
      name: 'two hosts on one store run a task once',
    },
  ],
};

import type { MutantTable } from '../../mutant.ts';

const test = 'test/unit/tasks/scheduler.test.ts';

export const mutants: MutantTable = {
  'Tasks: once and at their time': [
    {
      promise: 'a task runs when it is due, not before',
      find: 'enabled && nextRun !== null && nextRun <= now()',
      replace: 'enabled && nextRun !== null',
      test,
      name: 'a task runs at its time with its instructions, once, and says when it runs again',
    },
    {
      promise: 'what was missed by more than a day is left out',
      find: 'if (now() - due < tooLateMs) {',
      replace: 'if (now() > 0) {',
      test,
      name: 'runs that were missed while the computer slept happen once, if the last is less than a day old',
    },
    {
      promise: 'a task that fails three times is switched off',
      find: 'outcome.pausedBecause === null ? stays(schedule) : false',
      replace: 'stays(schedule)',
      test,
      name: 'a task that fails three times in a row is paused and says so, and begins anew when it is switched on',
    },
    {
      promise: 'the task of a host that ended is told of',
      find: 'if (row.leaseUntil !== null && row.leaseUntil < now()) await tellInterrupted(row);',
      replace: '',
      test,
      name: 'a task whose host ended while it ran is told of, not run again, and free for its next time',
    },
    {
      promise: 'an answer goes to its chat',
      find: "const toChat = deliver.includes(':') && ",
      replace: 'const toChat = deliver === "" && ',
      test,
      name: 'an answer goes to the chat it is for, and what hinders that is told',
    },
    {
      promise: 'a single run is off when it is over',
      find: "return 'at' in schedule ? false : undefined;",
      replace: 'return schedule ? undefined : undefined;',
      test,
      name: 'a single run is off when it is over',
    },
    {
      promise: 'without tasks the store stays closed',
      find: 'if (marker !== undefined && !existsSync(marker)) return lookMs;',
      replace: '',
      test,
      name: 'a host without tasks does not open its store to know it',
    },
  ],
};

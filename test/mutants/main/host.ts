import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'a key that a model service repeats is in no error message',
      find: 'message: options.redactor.redactKnown(message)',
      replace: 'message',
      test: 'test/http/key-hunt.test.ts',
      name: 'in what a failing model service says of its key',
    },
    {
      promise: 'a key that a model service repeats is in no run log, and so not in Activity',
      find: 'message: options.redactor.redactKnown(message)',
      replace: 'message',
      test: 'test/http/key-hunt.test.ts',
      name: 'leaves none in logs, in Activity',
    },
  ],
  'Loop: the system prompt': [
    {
      promise: 'the date is that of the run',
      find: 'now: () => new Date(),',
      replace: 'now: () => new Date(0),',
      test: 'test/http/agent-prompt.test.ts',
      name: 'tells the model where it is: system, shell, workspace and date',
    },
  ],
};

import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'clearing the key leaves a server on loopback as it is',
      find: 'if (open && server.boundToNetwork) rebind();',
      replace: 'if (open) void server.stop();',
      test: 'test/http/network-key.test.ts',
      name: 'leaves a server on this computer as it is',
    },
  ],
  'Attacks: requests': [
    {
      promise: 'a key cleared while bound to the network stops the server',
      find: 'if (open && server.boundToNetwork) rebind();',
      replace: '',
      test: 'test/http/network-key.test.ts',
    },
  ],
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

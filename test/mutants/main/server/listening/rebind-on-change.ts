import type { MutantTable } from '../../../mutant.ts';

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
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chats: who may talk': [
    {
      promise: 'nobody talks to the agent who is neither listed nor let in',
      find: 'return records.isPaired(target.platform, person.id);',
      replace: 'return true;',
      test: 'test/unit/channels/gateway/gateway.test.ts',
      name: 'answers nobody else',
    },
    {
      promise: 'in groups only what is meant for the agent is answered',
      find: "return event.type === 'command' || event.addressed || groups === 'all';",
      replace: 'return true;',
      test: 'test/unit/channels/gateway/gateway.test.ts',
      name: 'hears what mentions, answers or commands it',
    },
    {
      promise: 'nobody is given a code in a group',
      find: "if (!rules || target.kind !== 'direct') return false;",
      replace: 'if (!rules) return false;',
      test: 'test/unit/channels/gateway/gateway.test.ts',
      name: 'gives a code to somebody unknown',
    },
  ],
};

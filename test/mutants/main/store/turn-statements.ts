import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'what a service sent is kept with the turn',
      find: 'messages: JSON.stringify(turn.messages),',
      replace:
        "messages: JSON.stringify(turn.messages, (key, value: unknown) => (key === 'serviceExtras' ? undefined : value)),",
      test: 'test/http/service-extras.test.ts',
      name: 'all of it in later turns',
      build: true,
    },
  ],
};

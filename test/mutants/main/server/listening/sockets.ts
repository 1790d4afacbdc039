import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: requests': [
    {
      promise: 'a body that never ends is cut',
      find: 'server.requestTimeout = Math.max(headerTimeoutSeconds, bodyTimeoutSeconds) * 1000;',
      replace: 'server.requestTimeout = 0;',
      test: 'test/http/attacks.test.ts',
      name: 'whose body drips',
    },
    {
      promise: 'headers that never end are cut',
      find: 'server.headersTimeout = headerTimeoutSeconds * 1000;',
      replace: 'server.headersTimeout = 0;',
      test: 'test/http/attacks.test.ts',
      name: 'whose headers drip',
    },
  ],
};

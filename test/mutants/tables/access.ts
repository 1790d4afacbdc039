import type { MutantTable } from '../mutant.ts';

const authenticate = 'src/main/server/middleware/authenticate.ts';
const test = 'test/http/access.test.ts';

export const accessMutants: MutantTable = {
  section: 'Auth, Host, CORS',
  mutants: [
    {
      promise: 'a wrong key is refused',
      file: authenticate,
      find: 'if (given.some((key) => sameKey(key, apiKey))) return undefined;',
      replace: 'if (given.length > 0) return undefined;',
      test,
    },
    {
      promise: 'the key may come as x-api-key',
      file: authenticate,
      find: '[bearer, ...[plain].flat()]',
      replace: '[bearer, ...[plain].flat().slice(0, 0)]',
      test,
    },
  ],
};

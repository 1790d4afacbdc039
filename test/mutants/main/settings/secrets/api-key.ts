import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'the first launch makes a key',
      find: `  secrets.set('apiKey', key);
`,
      replace: '',
      test: 'test/unit/settings/secrets/secrets.test.ts',
      name: 'the first launch makes a key',
    },
    {
      promise: 'the key is 256 random bits',
      find: 'randomBytes(32)',
      replace: 'randomBytes(8)',
      test: 'test/unit/settings/secrets/secrets.test.ts',
      name: 'the first launch makes a key',
    },
    {
      promise: 'a key that is there is kept',
      find: "if (secrets.get('apiKey') !== undefined || secrets.isCleared('apiKey')) return undefined;",
      replace: "if (secrets.isCleared('apiKey')) return undefined;",
      test: 'test/unit/settings/secrets/secrets.test.ts',
      name: 'the first launch makes a key, and later ones keep it',
    },
    {
      promise: 'a key that the person cleared stays cleared',
      find: "if (secrets.get('apiKey') !== undefined || secrets.isCleared('apiKey')) return undefined;",
      replace: "if (secrets.get('apiKey') !== undefined) return undefined;",
      test: 'test/unit/settings/secrets/secrets.test.ts',
      name: 'a key that the person removed stays removed',
    },
  ],
};

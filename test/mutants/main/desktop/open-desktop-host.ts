import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'the desktop app makes a key at its first launch',
      find: `  ensureApiKey(secrets);
`,
      replace: '',
      test: 'test/e2e/start.test.ts',
      name: 'a damaged database is kept aside',
    },
  ],
};

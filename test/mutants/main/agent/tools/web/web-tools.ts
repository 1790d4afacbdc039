import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'web_extract goes through the guard of the settings',
      find: 'const fetch = createGuardedFetch(guard);',
      replace: 'const fetch = createGuardedFetch(createAddressGuard(() => true));',
      test: 'test/http/hostile-web.test.ts',
      name: 'web_extract',
    },
  ],
};

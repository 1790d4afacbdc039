import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'a link leads to known sites only',
      find: 'hosts.has(url.hostname)',
      replace: '[...hosts].some((host) => url.hostname.startsWith(host))',
      test: 'test/unit/desktop/window/external-links.test.ts',
      name: 'https://jan.ai.evil.example',
    },
  ],
};

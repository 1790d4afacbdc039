import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'the browser is held to the same addresses, by http',
      find: 'guard.resolve(target.hostname).then(() => {',
      replace: 'Promise.resolve().then(() => {',
      also: [
        {
          file: 'src/main/agent/network/guarding-proxy.ts',
          find: `        lookup: guard.lookup,
`,
          replace: '',
        },
      ],
      test: 'test/unit/agent/network/guarding-proxy.test.ts',
      name: 'refuses private addresses, and remembers why',
    },
    {
      promise: 'the browser is held to the same addresses, by https and WebSockets',
      find: 'guard.resolve(host).then((addresses) => {',
      replace: 'createAddressGuard(() => true).resolve(host).then((addresses) => {',
      also: [
        {
          file: 'src/main/agent/network/guarding-proxy.ts',
          find: 'import { pinnedLookup, type AddressGuard }',
          replace: 'import { createAddressGuard, pinnedLookup, type AddressGuard }',
        },
      ],
      test: 'test/unit/agent/network/guarding-proxy.test.ts',
      name: 'refuses private addresses, and remembers why',
    },
  ],
};

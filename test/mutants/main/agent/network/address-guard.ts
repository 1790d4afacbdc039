import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'a DNS name that resolves to a private address is refused',
      find: `const addresses = family === 0 ? await resolveName(name) : [{ address: name, family }];
    for (const { address } of addresses) check(name, address);`,
      replace: `const addresses = family === 0 ? await resolveName(name) : [{ address: name, family }];
    if (family !== 0) check(name, name);`,
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'refuses a name that stands for a private address',
    },
    {
      promise: 'a DNS name of which one address is private is refused',
      find: 'for (const { address } of addresses) check(name, address);',
      replace: 'for (const { address } of addresses.slice(0, 1)) check(name, address);',
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'refuses a name of which only one address is private',
    },
    {
      promise: 'a name that is looked up twice leads where it was checked to lead',
      find: 'pinnedLookup(addresses)(host, options, callback);',
      replace: 'pinnedLookup(await resolveName(host))(host, options, callback);',
      test: 'test/unit/agent/network/guarded-fetch.test.ts',
      name: 'connects to the address that was checked, when the name changes its meaning',
    },
  ],
};

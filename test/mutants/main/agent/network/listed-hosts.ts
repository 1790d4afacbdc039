import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/agent/confinement/network.test.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'with a list of hosts no other is reached',
      find: 'if (!hosts().some((listed) => covers(listed.toLowerCase(), host))) {',
      replace: 'if (host === "") {',
      test,
      name: 'reaches the hosts of the list',
    },
    {
      promise: 'a name that only ends like a listed one is another',
      find: "if (!listed.startsWith('*.')) return listed === host;",
      replace: "if (!listed.startsWith('*.')) return host.endsWith(listed);",
      test,
      name: 'reaches the hosts of the list',
    },
  ],
};

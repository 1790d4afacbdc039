import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: clock': [
    {
      promise: 'a jump takes no lock from its holder',
      find: 'const now = performance.now();',
      replace: 'const now = Date.now();',
      test: 'test/unit/agent/tools/knowledge/memory.test.ts',
      name: 'is not taken from its holder because the clock jumped ahead',
    },
  ],
};

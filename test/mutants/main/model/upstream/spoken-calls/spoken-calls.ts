import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `a call that is written as text runs only where it is all of the answer`,
      find: `    if (!found) return undefined;
    calls.push(...found);`,
      replace: `    if (!found) break;
    calls.push(...found);`,
      test: 'test/unit/model/upstream/spoken-calls/spoken-calls.test.ts',
      name: `are not seen where anything else stands`,
    },
  ],
};

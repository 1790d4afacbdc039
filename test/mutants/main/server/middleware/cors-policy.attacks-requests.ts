import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: requests': [
    {
      promise: 'the Origin `null` of a sandboxed frame or a file is refused like any other',
      find: 'if (origin !== undefined && ',
      replace: "if (origin !== undefined && origin !== 'null' && ",
      test: 'test/http/access.test.ts',
      name: 'refuses the origin',
    },
  ],
};

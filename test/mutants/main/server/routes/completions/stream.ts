import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'a text completion holds the answer alone',
      find: "if (piece?.channel !== 'content') return '';",
      replace: "if (!piece) return '';",
      test: 'test/http/completions.test.ts',
      name: 'streams piece by piece, and nothing but text',
    },
  ],
};

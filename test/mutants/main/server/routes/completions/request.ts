import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'of several prompts none is silently dropped',
      find: "z.array(prompt).length(1, 'must be one prompt')",
      replace: 'z.array(prompt).min(1)',
      test: 'test/http/completions.test.ts',
      name: 'of %j is refused, naming what cannot be',
    },
  ],
};

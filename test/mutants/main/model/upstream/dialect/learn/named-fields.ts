import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `what a refusal recommends is not what it refuses`,
      find: `  return at > 0 ? at : line.length;`,
      replace: `  return line.length;`,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is left out, renamed or lowered`,
    },
    {
      promise: `a word of prose is no parameter`,
      find: `    if (!prose.has(name)) return pattern.test(line);`,
      replace: `    if (name) return pattern.test(line);`,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is told as it is, and not asked about again`,
    },
  ],
};

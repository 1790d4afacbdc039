import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `a number is lowered to the bound that a refusal names`,
      find: `  if (bound) return { kind: 'limit', field, ...bound };`,
      replace: ``,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is left out, renamed or lowered`,
    },
    {
      promise: `max_tokens goes under its other name where the service wants that`,
      find: `return { kind: 'rename', field, to: other };`,
      replace: `return { kind: 'leave_out', field };`,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is left out, renamed or lowered`,
    },
    {
      promise: `of two that cannot stand together one is kept`,
      find: `  return [{ kind: 'leave_out', field, beside }];`,
      replace: `  return [];`,
      test: 'test/unit/model/upstream/dialect/refused-parameters.test.ts',
      name: `is left out, renamed or lowered`,
    },
  ],
};

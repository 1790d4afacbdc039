import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'parameters that are no object stand in one',
      find: 'isObject(value) && Object.hasOwn(value, wrapper) ? restore(value[wrapper]) : value',
      replace: 'value',
      test: 'test/unit/model/upstream/tool-schemas/fit-tools.test.ts',
      name: 'that are no object stand in one',
    },
  ],
};

import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'no more tools are sent than services take, and none is left out',
      find: 'const mostTools = 128;',
      replace: 'const mostTools = 1280;',
      test: 'test/unit/model/upstream/tool-schemas/fit-tools.test.ts',
      name: 'tools beyond 128',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Models as they are': [
    {
      promise: 'outputs further back are shortened first',
      find: `if (excess <= 0) return fitted;
`,
      replace: '',
      test: 'test/unit/agent/loop/fit-outputs.test.ts',
      name: 'are shortened from the beginning of the conversation on',
    },
  ],
};

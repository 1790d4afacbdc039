import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Files: encodings and names': [
    {
      promise: 'a file is told to be no UTF-8 wherever that shows',
      find: 'if (!validity.add(chunk)) return undefined;',
      replace: '',
      test: 'test/unit/agent/tools/files/encodings.test.ts',
      name: 'is found out to be another encoding wherever that shows',
    },
  ],
};

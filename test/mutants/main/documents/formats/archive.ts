import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/documents/read-document.test.ts';

export const mutants: MutantTable = {
  'Files: documents': [
    {
      promise: 'a ZIP bomb is not unpacked',
      find: 'if (total > limits.total || count > limits.files) {',
      replace: 'if (count > limits.files) {',
      test,
      name: 'a bomb',
      build: true,
    },
    {
      promise: 'an archive of too many files is not unpacked',
      find: 'if (total > limits.total || count > limits.files) {',
      replace: 'if (total > limits.total) {',
      test,
      name: 'a bomb of many files',
      build: true,
    },
  ],
};

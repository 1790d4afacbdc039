import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Files: documents': [
    {
      promise: 'a document that takes too long is given up',
      find: 'AbortSignal.any([signal, limit])',
      replace: 'signal',
      test: 'test/unit/documents/read-document.test.ts',
      name: 'one that takes too long',
    },
  ],
};

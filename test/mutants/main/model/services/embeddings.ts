import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'embeddings come in the form that was asked for',
      find: "const other = format === 'float' ? asBase64 : asNumbers;",
      replace: 'const other = /$^/;',
      test: 'test/http/embeddings.test.ts',
      name: 'where that is asked for',
    },
    {
      promise: 'no key of ours stands in what the service says of embeddings',
      find: 'redactKeys(refused ?? error.message)',
      replace: 'refused ?? error.message',
      test: 'test/http/embeddings.test.ts',
      name: 'that the service refuses with',
    },
  ],
};

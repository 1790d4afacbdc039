import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'embeddings of the agent are those of the model that is set',
      find: 'if (named && named !== server.modelId) return named;',
      replace: 'if (named) return named;',
      test: 'test/http/embeddings.test.ts',
      name: 'are those of the model that is set, where none is named or only the agent',
    },
  ],
};

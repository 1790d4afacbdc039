import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'the first-byte timeout is a setting',
      find: 'firstByteTimeoutMs = settings.firstByteTimeoutSeconds * 1000',
      replace: 'firstByteTimeoutMs = 120 * 1000',
      test: 'test/unit/model/create-model.test.ts',
      name: 'has as long for its first byte as the settings say',
    },
    {
      promise: 'the between-chunk timeout is a setting',
      find: 'betweenChunksTimeoutMs: settings.betweenChunksTimeoutSeconds * 1000',
      replace: 'betweenChunksTimeoutMs: 120 * 1000',
      test: 'test/unit/model/create-model.test.ts',
      name: 'has as long between two chunks as the settings say',
    },
  ],
};

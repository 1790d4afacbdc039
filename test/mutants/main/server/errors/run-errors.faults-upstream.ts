import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: upstream': [
    {
      promise: 'a limit that lasts is told as 429',
      find: "return { ...runError('rate_limit_exceeded', message, retryAfterSeconds ?? 5), ...cause };",
      replace:
        "return { ...runError('upstream_error', message, retryAfterSeconds ?? 5), ...cause };",
      test: 'test/http/faults/upstream.test.ts',
      name: 'allows no more requests for long is a 429 that tells how long',
    },
  ],
};

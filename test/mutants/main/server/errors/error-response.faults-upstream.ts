import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: upstream': [
    {
      promise: 'a limit that lasts is told as 429',
      find: "return runError('rate_limit_exceeded', message, retryAfterSeconds ?? 5);",
      replace: "return runError('upstream_error', message, retryAfterSeconds ?? 5);",
      test: 'test/http/faults/upstream.test.ts',
      name: 'allows no more requests for long is a 429 that tells how long',
    },
    {
      promise: 'the SDKs do not repeat what was already tried again',
      find: "'x-should-retry': 'false'",
      replace: "'x-should-retry': 'true'",
      test: 'test/http/faults/upstream.test.ts',
      name: 'always fails is asked four times in all, and the client does not ask again',
    },
  ],
};

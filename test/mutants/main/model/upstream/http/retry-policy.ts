import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'retries back off: each wait is longer',
      find: 'baseMs * 2 ** retry *',
      replace: 'baseMs *',
      test: 'test/unit/model/upstream/http/retry-policy.test.ts',
      name: 'each wait is twice the one before',
    },
    {
      promise: 'Retry-After may be a date',
      find: 'return Number.isNaN(date) ? undefined : Math.max(0, date - now);',
      replace: 'return date < 0 ? now : undefined;',
      test: 'test/unit/model/upstream/http/retry-policy.test.ts',
      name: '00:00:30 GMT',
    },
    {
      promise: 'Retry-After counts more than the backoff',
      find: 'if (askedMs !== undefined) return askedMs <= longestWaitMs ? askedMs : undefined;',
      replace: 'if (askedMs !== undefined && askedMs > longestWaitMs) return undefined;',
      test: 'test/unit/model/upstream/http/retry-policy.test.ts',
      name: 'what the service asks for is honoured',
    },
    {
      promise: 'at most 3 retries',
      find: 'const maxRetries = 3;',
      replace: 'const maxRetries = 4;',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'after three retries the failure is told',
    },
    {
      promise: 'as many as 3 retries',
      find: 'const maxRetries = 3;',
      replace: 'const maxRetries = 2;',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'after three retries the failure is told',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'Retry-After is waited for',
      find: 'if (askedMs !== undefined) return askedMs <= longestWaitMs ? askedMs : undefined;',
      replace: '',
      test: 'test/http/faults/upstream.test.ts',
      name: 'allows no more requests for a moment is waited for',
    },
    {
      promise: 'at most 3 retries',
      find: 'const maxRetries = 3;',
      replace: 'const maxRetries = 4;',
      test: 'test/http/faults/upstream.test.ts',
      name: 'always fails is asked four times in all, and the client does not ask again',
    },
  ],
};

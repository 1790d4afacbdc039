import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'a failure told inside a stream before any delta is retried',
      find: 'refusal(detail.status ?? 500, detail, service, { cause }),',
      replace: 'refusal(detail.status ?? 500, detail, service, { cause, mayRetry: false }),',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'an error inside the stream, before any piece, is handled like a status',
    },
    {
      promise: 'Retry-After is honoured',
      find: 'askedWaitMs(headers, now)',
      replace: 'askedWaitMs({}, now)',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'Retry-After in seconds is waited for',
    },
  ],
  'Faults: upstream': [
    {
      promise:
        'a service that does not begin to answer is a timeout, and says which setting to raise',
      find: "return failure('timeout', said, { cause });",
      replace: "return failure('server', said, { cause });",
      test: 'test/http/faults/upstream.test.ts',
      name: 'is given up after its timeout, and its connection is closed',
    },
    {
      promise: 'a service that fell silent after a chunk is not asked again',
      find: "return failure('timeout', said, { cause });",
      replace: "return failure('timeout', said, { cause, retryable: true });",
      also: [
        {
          file: 'src/main/model/upstream/ask-until-answered.ts',
          find: `      if (begun) {
        handoff.abandon();
        throw error;
      }
`,
          replace: '',
        },
      ],
      test: 'test/http/faults/upstream.test.ts',
      name: 'hangs in the middle of its text is given up, and what came stands',
    },
  ],
};

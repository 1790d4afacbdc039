import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: upstream trouble': [
    {
      promise: 'a connection error is retried',
      find: "retryable: kind === 'connection'",
      replace: 'retryable: false',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'a refused connection is tried again',
    },
    {
      promise: 'a connection that breaks before any delta is retried',
      find: "retryable: kind === 'connection'",
      replace: 'retryable: false',
      test: 'test/unit/model/upstream-trouble.test.ts',
      name: 'a connection that breaks before the first piece is made again',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a refused connection names the address and the setting',
      find: "if (code === 'ECONNREFUSED') {",
      replace: "if (code === '') {",
      test: 'test/http/faults/upstream.test.ts',
      name: 'refuses the connection is a 502 that says where nothing answers',
    },
    {
      promise: 'a stream cut before its first token is asked for again',
      find: "retryable: kind === 'connection'",
      replace: 'retryable: false',
      test: 'test/http/faults/upstream.test.ts',
      name: 'breaks off before its first token is asked again',
    },
  ],
};

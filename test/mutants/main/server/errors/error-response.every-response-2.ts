import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'an error has its x-request-id',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  response.removeHeader('x-request-id');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/routes.test.ts',
      name: 'stands on',
    },
    {
      promise: 'x-should-retry is false when the model service fails (502)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 502 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when the model service fails',
    },
    {
      promise: 'x-should-retry is false when the model service takes too long (504)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 504 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when the model service fails',
    },
    {
      promise: 'x-should-retry is false when the model service wants a pause (429)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 429 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when the model service fails',
    },
    {
      promise: 'x-should-retry is false on a bug of ours (500)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 500 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when it breaks by a bug of ours',
    },
    {
      promise: 'x-should-retry is false when putting the answer together breaks (500)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 500 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when putting the answer together',
    },
    {
      promise: 'x-should-retry is false when the person stops the run (400)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 400 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when the person stops it',
    },
    {
      promise: 'x-should-retry is false when the server is switched off (503)',
      find: "headers: { ...headers, 'x-should-retry': 'false' },",
      replace: "headers: { ...headers, ...(status === 503 ? {} : { 'x-should-retry': 'false' }) },",
      test: 'test/http/no-retry.test.ts',
      name: 'when the server is switched off',
    },
  ],
};

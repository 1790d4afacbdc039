import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'upstream_error has the status 502',
      find: `
  upstream_error: {
    status: 502,`,
      replace: `
  upstream_error: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'upstream_error',
    },
    {
      promise: 'upstream_error has the type upstream_error',
      find: `
  upstream_error: {
    status: 502,
    type: 'upstream_error',`,
      replace: `
  upstream_error: {
    status: 502,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'upstream_error',
    },
    {
      promise: 'upstream_timeout has the status 504',
      find: `
  upstream_timeout: {
    status: 504,`,
      replace: `
  upstream_timeout: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'upstream_timeout',
    },
    {
      promise: 'upstream_timeout has the type upstream_error',
      find: `
  upstream_timeout: {
    status: 504,
    type: 'upstream_error',`,
      replace: `
  upstream_timeout: {
    status: 504,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'upstream_timeout',
    },
    {
      promise: 'internal_error has the status 500',
      find: `
  internal_error: {
    status: 500,`,
      replace: `
  internal_error: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'in a run',
    },
    {
      promise: 'internal_error has the type server_error',
      find: `
  internal_error: {
    status: 500,
    type: 'server_error',`,
      replace: `
  internal_error: {
    status: 500,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'in a run',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'invalid_request_error has the status 400',
      find: `
  invalid_request_error: {
    status: 400,`,
      replace: `
  invalid_request_error: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'invalid_request_error',
    },
    {
      promise: 'invalid_request_error has the type invalid_request_error',
      find: `
  invalid_request_error: {
    status: 400,
    type: 'invalid_request_error',`,
      replace: `
  invalid_request_error: {
    status: 400,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'invalid_request_error',
    },
    {
      promise: 'invalid_api_key has the status 401',
      find: `
  invalid_api_key: {
    status: 401,`,
      replace: `
  invalid_api_key: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'invalid_api_key',
    },
    {
      promise: 'invalid_api_key has the type invalid_request_error',
      find: `
  invalid_api_key: {
    status: 401,
    type: 'invalid_request_error',`,
      replace: `
  invalid_api_key: {
    status: 401,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'invalid_api_key',
    },
    {
      promise: 'host_not_allowed has the status 403',
      find: `
  host_not_allowed: {
    status: 403,`,
      replace: `
  host_not_allowed: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'host_not_allowed',
    },
    {
      promise: 'host_not_allowed has the type invalid_request_error',
      find: `
  host_not_allowed: {
    status: 403,
    type: 'invalid_request_error',`,
      replace: `
  host_not_allowed: {
    status: 403,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'host_not_allowed',
    },
    {
      promise: 'origin_not_allowed has the status 403',
      find: `
  origin_not_allowed: {
    status: 403,`,
      replace: `
  origin_not_allowed: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'origin_not_allowed',
    },
    {
      promise: 'origin_not_allowed has the type invalid_request_error',
      find: `
  origin_not_allowed: {
    status: 403,
    type: 'invalid_request_error',`,
      replace: `
  origin_not_allowed: {
    status: 403,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'origin_not_allowed',
    },
    {
      promise: 'path_not_found has the status 404',
      find: `
  path_not_found: {
    status: 404,`,
      replace: `
  path_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'path_not_found',
    },
    {
      promise: 'path_not_found has the type invalid_request_error',
      find: `
  path_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  path_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'path_not_found',
    },
    {
      promise: 'model_not_found has the status 404',
      find: `
  model_not_found: {
    status: 404,`,
      replace: `
  model_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'model_not_found',
    },
    {
      promise: 'model_not_found has the type invalid_request_error',
      find: `
  model_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  model_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'model_not_found',
    },
    {
      promise: 'response_not_found has the status 404',
      find: `
  response_not_found: {
    status: 404,`,
      replace: `
  response_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'response_not_found',
    },
    {
      promise: 'response_not_found has the type invalid_request_error',
      find: `
  response_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  response_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'response_not_found',
    },
    {
      promise: 'previous_response_not_found has the status 404',
      find: `
  previous_response_not_found: {
    status: 404,`,
      replace: `
  previous_response_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'previous_response_not_found',
    },
    {
      promise: 'previous_response_not_found has the type invalid_request_error',
      find: `
  previous_response_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  previous_response_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'previous_response_not_found',
    },
    {
      promise: 'item_not_found has the status 404',
      find: `
  item_not_found: {
    status: 404,`,
      replace: `
  item_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'item_not_found',
    },
    {
      promise: 'item_not_found has the type invalid_request_error',
      find: `
  item_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  item_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'item_not_found',
    },
    {
      promise: 'run_not_found has the status 404',
      find: `
  run_not_found: {
    status: 404,`,
      replace: `
  run_not_found: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'run_not_found',
    },
    {
      promise: 'run_not_found has the type invalid_request_error',
      find: `
  run_not_found: {
    status: 404,
    type: 'invalid_request_error',`,
      replace: `
  run_not_found: {
    status: 404,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'run_not_found',
    },
    {
      promise: 'method_not_allowed has the status 405',
      find: `
  method_not_allowed: {
    status: 405,`,
      replace: `
  method_not_allowed: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'method_not_allowed',
    },
    {
      promise: 'method_not_allowed has the type invalid_request_error',
      find: `
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',`,
      replace: `
  method_not_allowed: {
    status: 405,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'method_not_allowed',
    },
    {
      promise: 'body_too_large has the status 413',
      find: `
  body_too_large: {
    status: 413,`,
      replace: `
  body_too_large: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'body_too_large',
    },
    {
      promise: 'body_too_large has the type invalid_request_error',
      find: `
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',`,
      replace: `
  body_too_large: {
    status: 413,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'body_too_large',
    },
    {
      promise: 'unsupported_media_type has the status 415',
      find: `
  unsupported_media_type: {
    status: 415,`,
      replace: `
  unsupported_media_type: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'unsupported_media_type',
    },
    {
      promise: 'unsupported_media_type has the type invalid_request_error',
      find: `
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request_error',`,
      replace: `
  unsupported_media_type: {
    status: 415,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'unsupported_media_type',
    },
    {
      promise: 'rate_limit_exceeded has the status 429',
      find: `
  rate_limit_exceeded: {
    status: 429,`,
      replace: `
  rate_limit_exceeded: {
    status: 418,`,
      test: 'test/http/errors.test.ts',
      name: 'rate_limit_exceeded',
    },
    {
      promise: 'rate_limit_exceeded has the type rate_limit_error',
      find: `
  rate_limit_exceeded: {
    status: 429,
    type: 'rate_limit_error',`,
      replace: `
  rate_limit_exceeded: {
    status: 429,
    type: 'error',`,
      test: 'test/http/errors.test.ts',
      name: 'rate_limit_exceeded',
    },
  ],
};

interface ErrorKind {
  /** HTTP status. */
  status: number;
  /** The family, as clients know it from OpenAI. */
  type:
    | 'invalid_request_error'
    | 'rate_limit_error'
    | 'run_cancelled'
    | 'run_failed'
    | 'server_error'
    | 'upstream_error';
  /**
   * For people; also in the OpenAPI document. A status says whether to ask again: clients repeat 408,
   * 409, 429 and 5xx and obey nothing else, so what asking again does not change is 400.
   */
  meaning: string;
}

/** Every error this server answers with, by its code. */
export const errorCodes = {
  invalid_request_error: {
    status: 400,
    type: 'invalid_request_error',
    meaning: 'The request is wrong; `param` names the field at fault.',
  },
  malformed_request: {
    status: 400,
    type: 'invalid_request_error',
    meaning: 'What was sent is not HTTP.',
  },
  run_failed_after_tools: {
    status: 400,
    type: 'run_failed',
    meaning:
      'The run failed once tools had run; `cause` says why. The same request within 10 minutes goes on from there.',
  },
  run_cancelled: {
    status: 400,
    type: 'run_cancelled',
    meaning: 'Somebody stopped the run, or its client left.',
  },
  invalid_api_key: {
    status: 401,
    type: 'invalid_request_error',
    meaning: 'The key is missing or not right.',
  },
  host_not_allowed: {
    status: 403,
    type: 'invalid_request_error',
    meaning: 'The `Host` header names another computer; the message says which setting allows it.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'invalid_request_error',
    meaning: 'The web page may not call; the message says which setting allows it.',
  },
  approvals_not_allowed: {
    status: 403,
    type: 'invalid_request_error',
    meaning: 'No key is asked for here, so nobody may decide over approvals by HTTP.',
  },
  tasks_not_allowed: {
    status: 403,
    type: 'invalid_request_error',
    meaning: 'No key is asked for here, so nobody may work with tasks by HTTP.',
  },
  path_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such path.',
  },
  model_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such model; there is only one.',
  },
  embeddings_not_available: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'No model makes embeddings: it is the demo model, or none is named and none is set.',
  },
  response_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such response: it was deleted, not stored, or is no longer kept.',
  },
  previous_response_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'The response that `previous_response_id` names is not there.',
  },
  conversation_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such conversation: it was deleted, or is no longer kept.',
  },
  item_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'An item that is asked for, or that an `item_reference` names, is not there.',
  },
  run_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such run; only the latest are kept.',
  },
  approval_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such approval.',
  },
  task_not_found: {
    status: 404,
    type: 'invalid_request_error',
    meaning: 'There is no such task.',
  },
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    meaning: 'The path has other methods; `Allow` lists them.',
  },
  request_timeout: {
    status: 408,
    type: 'invalid_request_error',
    meaning: 'The request took too long to arrive.',
  },
  approval_over: {
    status: 409,
    type: 'invalid_request_error',
    meaning: 'The approval was decided before.',
  },
  task_running: {
    status: 409,
    type: 'invalid_request_error',
    meaning: 'The task runs already.',
  },
  idempotency_key_reused: {
    status: 409,
    type: 'invalid_request_error',
    meaning: 'The `Idempotency-Key` came with another request before.',
  },
  body_too_large: {
    status: 413,
    type: 'invalid_request_error',
    meaning: 'The body is larger than the limit in the settings.',
  },
  unsupported_media_type: {
    status: 415,
    type: 'invalid_request_error',
    meaning: 'The body is not `application/json`.',
  },
  rate_limit_exceeded: {
    status: 429,
    type: 'rate_limit_error',
    meaning: 'Too many runs, here or at the model service; `Retry-After` says how long to wait.',
  },
  headers_too_large: {
    status: 431,
    type: 'invalid_request_error',
    meaning: 'The headers of the request are too large.',
  },
  internal_error: {
    status: 500,
    type: 'server_error',
    meaning: 'A bug of Hermes Tray; its log says more.',
  },
  upstream_error: {
    status: 502,
    type: 'upstream_error',
    meaning:
      'The model service cannot be reached, fails, or answers nonsense; `cause` says what it said. With the status 400: it refuses (the key, the model, the length of the conversation), and asking again does not change that.',
  },
  server_stopping: {
    status: 503,
    type: 'server_error',
    meaning: 'The server is being switched off.',
  },
  server_stopped: {
    status: 503,
    type: 'server_error',
    meaning: 'The server was switched off before the answer was complete.',
  },
  store_unavailable: {
    status: 503,
    type: 'server_error',
    meaning: 'What is to be kept cannot be written, or what is kept cannot be read.',
  },
  upstream_timeout: {
    status: 504,
    type: 'upstream_error',
    meaning: 'The model service took too long.',
  },
} as const satisfies Record<string, ErrorKind>;

/** What exactly went wrong: `invalid_api_key`, `model_not_found` … */
export type ErrorCode = keyof typeof errorCodes;

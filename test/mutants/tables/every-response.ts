import type { ErrorCode } from '../../../src/main/server/errors/error-codes.ts';
import type { Mutant, MutantTable } from '../mutant.ts';

const apiError = 'src/main/server/errors/api-error.ts';
const errorCodes = 'src/main/server/errors/error-codes.ts';
const errorResponse = 'src/main/server/errors/error-response.ts';
const requestId = 'src/main/server/middleware/request-id.ts';
const errors = 'test/http/errors.test.ts';
const noRetry = 'test/http/no-retry.test.ts';
const routes = 'test/http/routes.test.ts';

/** The errors of the contract, with their status and type. */
const listed: [code: ErrorCode, status: number, type: string][] = [
  ['invalid_request_error', 400, 'invalid_request_error'],
  ['invalid_api_key', 401, 'invalid_request_error'],
  ['host_not_allowed', 403, 'invalid_request_error'],
  ['origin_not_allowed', 403, 'invalid_request_error'],
  ['path_not_found', 404, 'invalid_request_error'],
  ['model_not_found', 404, 'invalid_request_error'],
  ['response_not_found', 404, 'invalid_request_error'],
  ['previous_response_not_found', 404, 'invalid_request_error'],
  ['item_not_found', 404, 'invalid_request_error'],
  ['run_not_found', 404, 'invalid_request_error'],
  ['method_not_allowed', 405, 'invalid_request_error'],
  ['body_too_large', 413, 'invalid_request_error'],
  ['unsupported_media_type', 415, 'invalid_request_error'],
  ['rate_limit_exceeded', 429, 'rate_limit_error'],
  ['upstream_error', 502, 'upstream_error'],
  ['upstream_timeout', 504, 'upstream_error'],
  ['internal_error', 500, 'server_error'],
];
/** They come from a run, which puts its error together itself. */
const ofRuns = ['rate_limit_exceeded', 'upstream_error', 'upstream_timeout'];

const kinds = listed.flatMap(([code, status, type]): Mutant[] => {
  const name = code === 'internal_error' ? 'in a run' : code;
  const begin = `\n  ${code}: {\n    status: ${status},`;
  return [
    {
      promise: `${code} has the status ${status}`,
      file: errorCodes,
      find: begin,
      replace: `\n  ${code}: {\n    status: 418,`,
      test: errors,
      name,
    },
    {
      promise: `${code} has the type ${type}`,
      file: errorCodes,
      find: `${begin}\n    type: '${type}',`,
      replace: `${begin}\n    type: 'error',`,
      test: errors,
      name,
    },
    {
      promise: `${code} has its code`,
      ...(ofRuns.includes(code)
        ? {
            file: errorResponse,
            find: '    code,\n    status,\n    ...(retryAfterSeconds',
            replace: `    code: code === '${code}' ? 'error' : code,\n    status,\n    ...(retryAfterSeconds`,
          }
        : {
            file: apiError,
            find: 'status, type, code });',
            replace: `status, type, code: code === '${code}' ? 'error' : code });`,
          }),
      test: errors,
      name,
    },
  ];
});

const body: Mutant[] = [
  {
    promise: 'an error stands within `error`',
    file: errorResponse,
    find: 'return { error: { message, type, param, code } };',
    replace: 'return { message, type, param, code } as never;',
    test: errors,
    name: 'invalid_request_error',
  },
  ...['message', 'type', 'param', 'code'].map((field) => ({
    promise: `an error has its ${field}`,
    file: errorResponse,
    find: 'return { error: { message, type, param, code } };',
    replace: `return { error: { message, type, param, code, ${field}: undefined } } as never;`,
    test: errors,
    name: 'invalid_request_error',
  })),
  {
    promise: 'errors that name no field have the param null',
    file: apiError,
    find: 'this.param = fields.param ?? null;',
    replace: "this.param = fields.param ?? '';",
    test: errors,
    name: 'invalid_api_key',
  },
  {
    promise: '400 names the field at fault, with its place',
    file: 'src/main/server/requests/schemas/parse.ts',
    find: 'const param = paramOf([...at, ...issue.path]);',
    replace: 'const param = paramOf(issue.path);',
    test: errors,
    name: 'invalid_request_error',
  },
  {
    promise: '400 names the field at fault also when it is found once the run has begun',
    file: errorResponse,
    find: ', ...(param === null ? {} : { param }) };',
    replace: ' };',
    test: 'test/http/responses/tools.test.ts',
    name: 'are refused an output of a call that was never made',
  },
  {
    promise: 'errors are JSON',
    file: errorResponse,
    find: '.json(errorBody(error));',
    replace: '.send(JSON.stringify(errorBody(error)));',
    test: errors,
    name: 'path_not_found',
  },
  {
    promise: 'what is no HTTP is answered in JSON, too',
    file: 'src/main/server/listening/client-error.ts',
    find: 'const body = JSON.stringify(errorBody(explained));',
    replace: 'const body = explained.message;',
    test: 'test/http/attacks.test.ts',
    name: 'is answered in JSON and cut',
  },
];

const upstreamKinds: [kind: string, code: ErrorCode][] = [
  ['connection', 'upstream_error'],
  ['authentication', 'upstream_error'],
  ['server', 'upstream_error'],
  ['protocol', 'upstream_error'],
  ['timeout', 'upstream_timeout'],
  ['rate_limit', 'rate_limit_exceeded'],
  ['bad_request', 'invalid_request_error'],
];

const statuses: Mutant[] = [
  ...upstreamKinds.map(([kind, code]) => ({
    promise: `a failure of the model service (${kind}) is ${code}`,
    file: errorResponse,
    find: `    case '${kind}':`,
    replace: `    case '${kind}':\n      if (error.kind === '${kind}') return runError('internal_error', message);`,
    test: 'test/unit/server/errors/error-response.test.ts',
    name: 'of an upstream error of kind',
  })),
  {
    promise: 'a failure of the model service before its first byte is told by its HTTP status',
    file: 'src/main/server/routes/chat-completions/route.ts',
    find: 'const headerHoldMs = 250;',
    replace: 'const headerHoldMs = 0;',
    test: noRetry,
    name: 'a streamed chat',
  },
  {
    promise: 'a failure before a response’s first byte is told by its HTTP status',
    file: 'src/main/server/routes/responses/route.ts',
    find: 'const headerHoldMs = 250;',
    replace: 'const headerHoldMs = 0;',
    test: noRetry,
    name: 'a streamed response',
  },
  {
    promise: 'a body that is too large is 413, not any 400',
    file: errorResponse,
    find: "if (type === 'entity.too.large') {",
    replace: "if (type === 'entity.too.vast') {",
    test: errors,
    name: 'body_too_large',
  },
  {
    promise: '500 is for our own bugs only: a bad path is none',
    file: errorResponse,
    find: 'return fromBodyParser(thrown) ?? ownBug(thrown);',
    replace: 'return ownBug(thrown);',
    test: routes,
    name: 'a path that cannot be decoded is 400, not 500',
  },
  {
    promise: '500 is for our own bugs only: a full queue is none',
    file: errorResponse,
    find: 'if (thrown instanceof TooManyRunsError) {',
    replace: "if (thrown === 'too many runs') {",
    test: errors,
    name: 'comes with 429 of the queue',
  },
  {
    promise: '500 is for our own bugs only: a store that fails is none',
    file: errorResponse,
    find: "thrown.name === 'StoreError'",
    replace: "thrown.name === 'StoredError'",
    test: noRetry,
    name: 'a response in the background that cannot be kept',
  },
  ...(['in a run', 'in a route'] as const).flatMap((name): Mutant[] => [
    {
      promise: `500 tells no stack trace (${name})`,
      file: errorResponse,
      find: "'Something went wrong in Hermes Tray. The log says more.'",
      replace: 'String((cause as Error).stack)',
      test: errors,
      name,
    },
    {
      promise: `500 tells nothing of the inside (${name})`,
      file: errorResponse,
      find: "'Something went wrong in Hermes Tray. The log says more.'",
      replace: '(cause as Error).message',
      test: errors,
      name,
    },
  ]),
];

const retryAfter: Mutant[] = [
  {
    promise: '429 of a full queue has Retry-After',
    file: errorResponse,
    find: "headers: { 'Retry-After': String(thrown.retryAfterSeconds) },",
    replace: '',
    test: errors,
    name: 'comes with 429 of the queue',
  },
  {
    promise: '429 of the model service has Retry-After',
    file: errorResponse,
    find: "{ 'Retry-After': String(retryAfterSeconds) }",
    replace: '{}',
    test: errors,
    name: 'as it said',
  },
  {
    promise: 'Retry-After is as long as the model service said',
    file: errorResponse,
    find: "return runError('rate_limit_exceeded', message, retryAfterSeconds ?? 5);",
    replace: "return runError('rate_limit_exceeded', message, 5);",
    test: errors,
    name: 'as it said',
  },
  {
    promise: '429 has Retry-After also where the model service said nothing',
    file: errorResponse,
    find: 'retryAfterSeconds ?? 5',
    replace: 'retryAfterSeconds',
    test: errors,
    name: 'a few seconds where it said nothing',
  },
];

const requestIds: Mutant[] = [
  {
    promise: 'every answer has an x-request-id',
    file: 'src/main/server/app.ts',
    find: 'app.use(requestId());',
    replace: '',
    test: routes,
    name: 'stands on',
  },
  {
    promise: 'a request id is another each time',
    file: requestId,
    find: "return `req_${randomUUID().replaceAll('-', '')}`;",
    replace: "return 'req_1';",
    test: routes,
    name: 'stands on',
  },
  {
    promise: 'a stream has its x-request-id',
    file: 'src/main/server/streaming/sse-writer.ts',
    find: '    this.#response.writeHead(200, {',
    replace:
      "    this.#response.removeHeader('x-request-id');\n    this.#response.writeHead(200, {",
    test: routes,
    name: 'stands on',
  },
  {
    promise: 'an error has its x-request-id',
    file: errorResponse,
    find: '  response.status(error.status).set(error.headers)',
    replace:
      "  response.removeHeader('x-request-id');\n  response.status(error.status).set(error.headers)",
    test: routes,
    name: 'stands on',
  },
  {
    promise: 'a client may name its request itself',
    file: requestId,
    find: 'given && acceptable.test(given) ? given : newRequestId()',
    replace: 'newRequestId()',
    test: 'test/http/chat-answer.test.ts',
    name: 'has a request id of its own, or the one the client sent',
  },
  {
    promise: 'the answer to what is no HTTP has an x-request-id',
    file: 'src/main/server/listening/client-error.ts',
    find: '`x-request-id: ${newRequestId()}\\r\\n` +',
    replace: '',
    test: 'test/http/attacks.test.ts',
    name: 'is answered in JSON and cut',
  },
];

/** The header left out for one status only. */
const retriedWith = (status: number, why: string, name: string): Mutant => ({
  promise: `x-should-retry is false ${why} (${status})`,
  file: errorResponse,
  find: "headers: { ...headers, 'x-should-retry': 'false' },",
  replace: `headers: { ...headers, ...(status === ${status} ? {} : { 'x-should-retry': 'false' }) },`,
  test: noRetry,
  name,
});
const chatRoute = 'src/main/server/routes/chat-completions/route.ts';
const chatEnd =
  'await onceBegun(\n    chat.stream ? stream(run, head, chat, response, deps) : answer(run, head, chat, response, deps),\n  );';
const responsesRoute = 'src/main/server/routes/responses/route.ts';
const responsesEnd = 'await onceBegun(answer(run, wanted, response, context));';

const retries: Mutant[] = [
  {
    promise: 'x-should-retry is false on an error of a chat whose run has begun',
    file: chatRoute,
    find: chatEnd,
    replace:
      'await (chat.stream\n    ? onceBegun(stream(run, head, chat, response, deps))\n    : answer(run, head, chat, response, deps));',
    test: noRetry,
    name: 'a chat',
  },
  {
    promise: 'x-should-retry is false on an error of a streamed chat whose run has begun',
    file: chatRoute,
    find: chatEnd,
    replace:
      'await (chat.stream\n    ? stream(run, head, chat, response, deps)\n    : onceBegun(answer(run, head, chat, response, deps)));',
    test: noRetry,
    name: 'a streamed chat',
  },
  {
    promise: 'x-should-retry is false on an error of a response whose run has begun',
    file: responsesRoute,
    find: responsesEnd,
    replace:
      'const rest = answer(run, wanted, response, context);\n  await (wanted.request.stream ? onceBegun(rest) : rest);',
    test: noRetry,
    name: 'a response',
  },
  {
    promise: 'x-should-retry is false on an error of a streamed response whose run has begun',
    file: responsesRoute,
    find: responsesEnd,
    replace:
      'const rest = answer(run, wanted, response, context);\n  await (wanted.request.stream ? rest : onceBegun(rest));',
    test: noRetry,
    name: 'a streamed response',
  },
  {
    promise: 'x-should-retry is false on a response in the background that cannot be kept',
    file: 'src/main/server/routes/responses/service.ts',
    find: 'await onceBegun(turn.announced);',
    replace: 'await turn.announced;',
    test: noRetry,
    name: 'a response in the background that cannot be kept',
  },
  retriedWith(502, 'when the model service fails', 'when the model service fails'),
  retriedWith(504, 'when the model service takes too long', 'when the model service fails'),
  retriedWith(429, 'when the model service wants a pause', 'when the model service fails'),
  retriedWith(500, 'on a bug of ours', 'when it breaks by a bug of ours'),
  retriedWith(500, 'when putting the answer together breaks', 'when putting the answer together'),
  retriedWith(409, 'when the person stops the run', 'when the person stops it'),
  retriedWith(503, 'when the server is switched off', 'when the server is switched off'),
  {
    promise: 'x-should-retry is false when an Idempotency-Key comes with another body',
    file: 'src/main/server/requests/idempotency/idempotency.ts',
    find: "{ headers: { 'x-should-retry': 'false' } },",
    replace: '',
    test: 'test/http/idempotency.test.ts',
    name: 'refuses another body, during the run and afterwards',
  },
];

export const everyResponseMutants: MutantTable = {
  section: 'Every response',
  mutants: [...body, ...kinds, ...statuses, ...retryAfter, ...requestIds, ...retries],
};

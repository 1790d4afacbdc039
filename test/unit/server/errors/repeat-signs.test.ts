import { describe, expect, it } from 'vitest';
import { errorDetailFrom } from '../../../../src/main/model/upstream/errors/error-detail.ts';
import { UpstreamTrouble } from '../../../../src/main/model/upstream/errors/trouble.ts';
import type { UpstreamError } from '../../../../src/main/model/upstream/errors/upstream-error.ts';
import { describeUpstreamFailure } from '../../../../src/main/model/upstream/errors/upstream-failure.ts';
import { TooManyRunsError } from '../../../../src/main/runs/too-many-runs-error.ts';
import { apiError } from '../../../../src/main/server/errors/api-error.ts';
import { errorCodes, type ErrorCode } from '../../../../src/main/server/errors/error-codes.ts';
import {
  describeCancellation,
  describeRunError,
  errorBody,
  fromRunError,
  toApiError,
} from '../../../../src/main/server/errors/error-response.ts';
import { withoutRepeatSigns } from '../../../../src/main/server/errors/repeat-signs.ts';
import { StoreError, describeFailure } from '../../../../src/main/store/store-error.ts';
import type { RunError } from '../../../../src/shared/run-events.ts';
import { signsIn } from '../../../support/repeat-signs.ts';

const service = { label: 'Ollama', baseUrl: 'http://127.0.0.1:15001/v1', model: 'm', hasKey: true };

/** What services say, as their users report it. */
const said = [
  'The model is overloaded. Please try again later.',
  'Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Used 29500, Requested 1500. Please try again in 1.2s.',
  'That model is currently overloaded with other requests. You can retry your request, or contact us',
  'The server had an error while processing your request. Sorry about that!',
  'Service Unavailable',
  'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
  '502 Bad Gateway',
  'Gateway Timeout',
  'Internal Server Error',
  'Provider returned error: {"error":"Too Many Requests"}',
  'RESOURCE_EXHAUSTED: Quota exceeded for requests',
  'The operation was aborted due to timeout',
  'fetch failed',
  'socket hang up',
  'read ECONNRESET',
  'request timed out after 500 s',
  'Server is temporarily at capacity, please retry in 5 seconds',
  'model runner has unexpectedly stopped, terminated by signal',
  'No space left: 429 of 500 blocks',
  'Web server is returning an unknown error (524)',
  'Request too large for gpt-4 (limit 1000, requested 15000)',
  'network error: connection refused (os error 111)',
  'Verbindung abgelehnt',
  '',
];
const statuses = [
  300, 301, 400, 401, 402, 403, 404, 405, 407, 408, 409, 413, 415, 422, 424, 425, 429, 500, 501,
  502, 503, 504, 520, 522, 524, 529, 599,
];

function nodeError(code: string, message = `connect ${code} 127.0.0.1:15001`): Error {
  return Object.assign(new Error(message), { code });
}

/** Everything that may go wrong with a model service, as it is thrown. */
const failures: Record<string, Error> = Object.fromEntries([
  ...statuses.flatMap((status) =>
    said.map((message, index) => [
      `${status} ${index}: ${message}`,
      new UpstreamTrouble({
        kind: 'refused',
        status,
        headers: { 'retry-after': '500' },
        detail: errorDetailFrom(
          JSON.stringify({ error: { message, code: 'rate_limit_exceeded' } }),
        ),
      }),
    ]),
  ),
  ...said.map((message) => [
    `reported: ${message}`,
    new UpstreamTrouble({ kind: 'reported', detail: errorDetailFrom(message) }),
  ]),
  ...['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE'].map((code) => [
    code,
    nodeError(code),
  ]),
  ...['ECONNABORTED', 'EHOSTUNREACH', 'ENETUNREACH', 'HPE_INVALID_CONSTANT', 'EPROTO'].map(
    (code) => [code, nodeError(code)],
  ),
  ['a connection that hangs up', nodeError('ECONNRESET', 'socket hang up')],
  ['a certificate', nodeError('CERT_HAS_EXPIRED', 'certificate has expired')],
  ['silence at first', new UpstreamTrouble({ kind: 'silence', waitedMs: 500_000, begun: false })],
  ['silence later', new UpstreamTrouble({ kind: 'silence', waitedMs: 120_000, begun: true })],
  ['nonsense', new UpstreamTrouble({ kind: 'broken_reply', how: 'it sent no JSON' })],
  ['a web page', new UpstreamTrouble({ kind: 'web_page', title: '504 Gateway Time-out' })],
  ['a bad key', new UpstreamTrouble({ kind: 'unusable_key' })],
  [
    'a proxy',
    new UpstreamTrouble(
      { kind: 'unreachable_proxy', proxy: 'proxy:5003' },
      { cause: nodeError('ECONNREFUSED') },
    ),
  ],
]);

const errorOf = (thrown: Error, begun = false): UpstreamError =>
  describeUpstreamFailure(thrown, service, { begun })!.error;

/** All a client may read of an error by eye or by pattern, but for the fields made for machines. */
const textOf = (error: RunError): string => errorBody(fromRunError(error)).error.message;

describe.each(Object.entries(failures))('a failure of the model service (%s)', (_name, thrown) => {
  it('once a tool has run is a 400 that nobody repeats, whose cause says what it was', () => {
    const upstream = errorOf(thrown, true);
    const error = fromRunError(describeRunError(upstream, { afterTools: true }));
    expect(error).toMatchObject({ status: 400, code: 'run_failed_after_tools', headers: {} });
    expect(signsIn(error.message)).toEqual([]);
    expect(error.message).toContain('within 10 minutes');
    const { cause } = errorBody(error).error;
    const known = upstream.status !== undefined || upstream.code !== undefined;
    if (known) expect(cause!.status).toBe(upstream.status ?? null);
    else expect(cause!.code).toMatch(/^upstream_(error|timeout)$/);
    // litellm reads all of the body for this sign.
    expect(JSON.stringify(errorBody(error))).not.toMatch(/rate[\s_-]*limit/i);
  });

  it('before that is a 502, 504 or 429 only where another try may help, and its text asks for none', () => {
    const upstream = errorOf(thrown);
    const error = describeRunError(upstream);
    const mayHelp =
      [408, 409, 429].includes(upstream.status ?? 0) || (upstream.status ?? 500) >= 500;
    if (!mayHelp) expect(error).toMatchObject({ status: 400, code: 'upstream_error' });
    expect([400, 429, 502, 504]).toContain(error.status);
    expect(['upstream_error', 'upstream_timeout', 'rate_limit_exceeded']).toContain(error.code);
    // The address of a service may have such digits, and is worth more than a try that does no harm.
    const text = textOf(error).replaceAll(/15001|5003/g, '…');
    expect(signsIn(text)).toEqual([]);
  });
});

it.each<[string, unknown]>([
  ['a full queue', new TooManyRunsError(10, 32)],
  ['a bug of ours', new TypeError('fetch failed')],
  ...['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SERVER_ERROR'].map(
    (code): [string, unknown] => [
      code,
      new StoreError(describeFailure(code, 'Server returned HTTP status 503', '/data/hermes.db'), {
        code,
      }),
    ],
  ),
])('no sign stands in the text of %s', (_name, thrown) => {
  expect(signsIn(toApiError(thrown).message)).toEqual([]);
  const late = describeRunError(thrown, { afterTools: true });
  expect(late).toMatchObject({ status: 400, code: 'run_failed_after_tools' });
  expect(late.cause).toEqual({ code: toApiError(thrown).code, status: toApiError(thrown).status });
  expect(signsIn(textOf(late))).toEqual([]);
});

it.each(['client_disconnected', 'cancelled_by_user', 'server_stopped'] as const)(
  'no sign stands in what is told of a run that ended by %s; once tools ran it is a 400',
  (reason) => {
    for (const afterTools of [true, false]) {
      const error = describeCancellation(reason, afterTools);
      expect(signsIn(textOf(error))).toEqual([]);
      if (afterTools) expect(error.status).toBe(400);
    }
  },
);

/** Where nothing has happened yet, and another try may help or does no harm. */
const mayBeRepeated: Partial<Record<ErrorCode, number>> = {
  request_timeout: 408,
  approval_over: 409,
  // Nothing was started; who asks again wants the task to run.
  task_running: 409,
  idempotency_key_reused: 409,
  rate_limit_exceeded: 429,
  internal_error: 500,
  upstream_error: 502,
  server_stopping: 503,
  server_stopped: 503,
  store_unavailable: 503,
  upstream_timeout: 504,
};

it.each(Object.keys(errorCodes) as ErrorCode[])(
  '%s has a status that clients repeat only where that does no harm',
  (code) => {
    const { status } = apiError(code, 'why');
    const repeated = status === 408 || status === 409 || status === 429 || status >= 500;
    expect(repeated ? status : undefined).toBe(mayBeRepeated[code]);
  },
);

it('keeps what a text says', () => {
  const calm = (text: string): string => withoutRepeatSigns(text, { addresses: false });
  expect(calm('Ollama (http://127.0.0.1:11434/v1) failed (503: loading model).')).toBe(
    'Ollama (http://127.0.0.1:11434/v1) failed (loading model).',
  );
  expect(calm('It allows no more requests. Try again in 17 s.')).toBe(
    'It allows no more requests. Wait 17 s.',
  );
  expect(calm('Es gibt kein Modell "x".')).toBe('Es gibt kein Modell "x".');
});

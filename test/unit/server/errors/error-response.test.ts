import { describe, expect, it } from 'vitest';
import {
  type UpstreamErrorKind,
  UpstreamError,
} from '../../../../src/main/model/upstream/errors/upstream-error.ts';
import { TooManyRunsError } from '../../../../src/main/runs/too-many-runs-error.ts';
import {
  describeCancellation,
  describeRunError,
  fromRunError,
  toApiError,
} from '../../../../src/main/server/errors/error-response.ts';

describe('what was thrown, as an answer', () => {
  it.each<[UpstreamErrorKind, number, string]>([
    ['connection', 502, 'upstream_error'],
    ['authentication', 400, 'upstream_error'],
    ['server', 502, 'upstream_error'],
    ['protocol', 502, 'upstream_error'],
    ['timeout', 504, 'upstream_timeout'],
    ['rate_limit', 429, 'rate_limit_exceeded'],
    ['bad_request', 400, 'upstream_error'],
    ['no_tools', 400, 'upstream_error'],
    ['no_pictures', 400, 'upstream_error'],
  ])('of an upstream error of kind %s is %i %s', (kind, status, code) => {
    const error = fromRunError(describeRunError(new UpstreamError('Why', { kind })));
    expect(error).toMatchObject({ status, code, message: 'Why' });
  });

  it('of an upstream rate limit says how long to wait', () => {
    const upstream = new UpstreamError('Slow down', { kind: 'rate_limit', retryAfterSeconds: 17 });
    expect(fromRunError(describeRunError(upstream)).headers).toEqual({ 'Retry-After': '17' });
  });

  it('of a full queue is 429 with Retry-After, and may be repeated: nothing ran', () => {
    const error = toApiError(new TooManyRunsError(10, 32));
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(error.headers).toEqual({ 'Retry-After': '5' });
  });

  it('of our own bugs is 500 that tells nothing of the inside', () => {
    const error = toApiError(new TypeError("Cannot read properties of undefined (reading 'x')"));
    expect(error.status).toBe(500);
    expect(error.message).not.toContain('undefined');
    expect(toApiError('a string').status).toBe(500);
  });

  it('of a stop by the person or the server is an error, never a success', () => {
    expect(describeCancellation('cancelled_by_user').status).toBe(400);
    expect(describeCancellation('server_stopped').status).toBe(503);
  });

  it('of a run whose client left says why it ended, and how to have an answer after all', () => {
    const { status, message } = describeCancellation('client_disconnected');
    expect(status).toBe(400);
    expect(message).toContain('another Idempotency-Key');
    expect(message).toContain('"Disconnect grace" in Hermes Tray, Settings › Server');
  });
});

import type { ErrorRequestHandler, Response } from 'express';
import { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';
import { TooManyRunsError } from '../../runs/too-many-runs-error.ts';
import type { CancelReason, RunError } from '../../../shared/run-events.ts';
import type { Logger } from '../../log/logger.ts';
import { clientName } from '../requests/client-name.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { ApiError, apiError, invalidRequest } from './api-error.ts';
import { type ErrorCode, errorCodes } from './error-codes.ts';

/** The JSON of every error answer, and of an error inside a stream. */
export interface ErrorBody {
  error: { message: string; type: string; param: string | null; code: string };
}

export function errorBody({ message, type, param, code }: ApiError): ErrorBody {
  return { error: { message, type, param, code } };
}

/** Sends an error answer. Does nothing where the client has gone; cuts an answer already begun. */
function sendError(response: Response, error: ApiError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(error.status).set(error.headers).json(errorBody(error));
}

/** The end of the app: whatever was thrown becomes an error answer. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (thrown, request, response, _next) => {
    const error = toApiError(thrown);
    const { status, code } = error;
    const what = `${request.method} ${request.originalUrl} ${status}: ${error.message}`;
    const fields = { code, client: clientName(request.headers), requestId: requestIdOf(response) };
    if (status === 500) logger.error(what, { ...fields, error: thrown as unknown });
    else logger.warn(what, fields);
    sendError(response, error);
  };
}

/** What anything thrown on the way of a request means to the client: the one place that decides. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof TooManyRunsError) {
    return apiError('rate_limit_exceeded', thrown.message, {
      headers: { 'Retry-After': String(thrown.retryAfterSeconds) },
      cause: thrown,
    });
  }
  if (thrown instanceof UpstreamError) return fromRunError(describeUpstreamError(thrown));
  if (isStoreError(thrown)) {
    return apiError('store_unavailable', thrown.message, { cause: thrown });
  }
  return fromBodyParser(thrown) ?? ownBug(thrown);
}

/** What a run threw, as its log tells it. For {@link RunsOptions.describeError}. */
export function describeRunError(thrown: unknown): RunError {
  if (thrown instanceof UpstreamError) return describeUpstreamError(thrown);
  const { message, type, code, status, param } = toApiError(thrown);
  return { message, type, code, status, ...(param === null ? {} : { param }) };
}

/** The answer to a client whose run failed. */
export function fromRunError(error: RunError): ApiError {
  const { retryAfterSeconds } = error;
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return new ApiError(error.message, { ...error, headers });
}

/**
 * Waits for what is left to do for a client once its run has begun. Whatever goes wrong there, the
 * SDKs must not repeat the request: the tools would run again.
 */
export async function onceBegun<Result>(rest: Promise<Result>): Promise<Result> {
  try {
    return await rest;
  } catch (thrown) {
    const { message, status, type, code, param, headers } = toApiError(thrown);
    throw new ApiError(message, {
      status,
      type,
      code,
      param,
      headers: { ...headers, 'x-should-retry': 'false' },
      cause: thrown,
    });
  }
}

/** What a client is told whose run was stopped while it watched. */
export function describeCancellation(reason: CancelReason): RunError {
  switch (reason) {
    case 'server_stopped':
      return runError(
        'server_stopped',
        'The server was switched off before the answer was complete.',
      );
    case 'cancelled_by_user':
      return runError('run_cancelled', 'The run was stopped before the answer was complete.');
    case 'client_disconnected':
      // Told to a client that comes back with its Idempotency-Key after tools had run.
      return runError(
        'run_cancelled',
        'The client left before the answer was complete, and the run was stopped; what its tools did by then is done. To run it anew, send the request with another Idempotency-Key. To let runs outlast a lost connection, raise "Disconnect grace" in Settings › Server.',
      );
  }
}

function describeUpstreamError(error: UpstreamError): RunError {
  const { message, retryAfterSeconds } = error;
  switch (error.kind) {
    case 'rate_limit':
      return runError('rate_limit_exceeded', message, retryAfterSeconds ?? 5);
    case 'bad_request':
    case 'no_tools':
    case 'no_pictures':
      return runError('invalid_request_error', message);
    case 'timeout':
      return runError('upstream_timeout', message);
    case 'connection':
    case 'authentication':
    case 'server':
    case 'protocol':
      return runError('upstream_error', message, retryAfterSeconds);
  }
}

function runError(code: ErrorCode, message: string, retryAfterSeconds?: number): RunError {
  const { status, type } = errorCodes[code];
  return {
    message,
    type,
    code,
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** Errors of `body-parser` and of Express itself carry a status, and a message that is safe to show. */
function fromBodyParser(thrown: unknown): ApiError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { status, type, expose, limit } = thrown as Error & Record<string, unknown>;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  if (type === 'entity.too.large') {
    return apiError(
      'body_too_large',
      `The request body is larger than ${Number(limit) / 2 ** 20} MiB. Raise "Body limit" in Settings › Server to allow it.`,
    );
  }
  if (status === 415) return apiError('unsupported_media_type', thrown.message);
  return invalidRequest(expose === false ? 'The request is not valid.' : thrown.message);
}

function isStoreError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === 'StoreError';
}

function ownBug(cause: unknown): ApiError {
  return apiError('internal_error', 'Something went wrong in Hermes Tray. The log says more.', {
    cause,
  });
}

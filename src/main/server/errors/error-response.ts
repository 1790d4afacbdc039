import type { ErrorRequestHandler, Response } from 'express';
import { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';
import { TooManyRunsError } from '../../runs/too-many-runs-error.ts';
import { hasRunTools, type ErrorCause, type RunError } from '../../../shared/run-events.ts';
import type { Run } from '../../runs/run.ts';
import type { Logger } from '../../log/logger.ts';
import { clientName } from '../requests/client-name.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { ApiError, apiError, invalidRequest } from './api-error.ts';
import { withoutRepeatSigns } from './repeat-signs.ts';
import { describeUpstreamError, failedAfterTools, fromRunError } from './run-errors.ts';

export { describeCancellation, fromRunError } from './run-errors.ts';

/** The JSON of every error answer, and of an error inside a stream. */
export interface ErrorBody {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
    cause?: ErrorCause;
  };
}

export function errorBody({ message, type, param, code, because }: ApiError): ErrorBody {
  return { error: { message, type, param, code, ...(because ? { cause: because } : {}) } };
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
    const message = withoutRepeatSigns(thrown.message, { addresses: false });
    return apiError('store_unavailable', message, { cause: thrown });
  }
  return fromBodyParser(thrown) ?? ownBug(thrown);
}

/**
 * What a run threw, as its log tells it. Once tools have run it is 400, whatever it was, for clients
 * repeat nearly everything else. For {@link RunsOptions.describeError}.
 */
export function describeRunError(
  thrown: unknown,
  { afterTools = false }: { afterTools?: boolean } = {},
): RunError {
  const error =
    thrown instanceof UpstreamError
      ? describeUpstreamError(thrown)
      : asRunError(toApiError(thrown));
  return afterTools ? failedAfterTools(error) : error;
}

/**
 * Waits for what is left to do for a client once its run has begun. Whatever goes wrong there, the
 * client must not repeat the request: the tools would run again.
 */
export async function onceBegun<Result>(
  run: Pick<Run, 'log'>,
  rest: Promise<Result>,
): Promise<Result> {
  try {
    return await rest;
  } catch (thrown) {
    const error = toApiError(thrown);
    const mayBeRepeated = error.status !== 400 && hasRunTools(run.log.events);
    const told = mayBeRepeated ? fromRunError(failedAfterTools(asRunError(error))) : error;
    const { message, status, type, code, param, headers, because } = told;
    throw new ApiError(message, {
      status,
      type,
      code,
      param,
      headers: { ...headers, 'x-should-retry': 'false' },
      ...(because ? { because } : {}),
      cause: thrown,
    });
  }
}

function asRunError({ message, type, code, status, param, because }: ApiError): RunError {
  return {
    message,
    type,
    code,
    status,
    ...(param === null ? {} : { param }),
    ...(because ? { cause: because } : {}),
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
      `The request body is larger than ${Number(limit) / 2 ** 20} MiB. Raise "Body limit" in Hermes Tray, Settings › Server to allow it.`,
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

import type { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';
import type { CancelReason, ErrorCause, RunError } from '../../../shared/run-events.ts';
import { ApiError } from './api-error.ts';
import { type ErrorCode, errorCodes } from './error-codes.ts';
import { withoutRepeatSigns } from './repeat-signs.ts';

/** The answer to a client whose run failed. */
export function fromRunError(error: RunError): ApiError {
  const { retryAfterSeconds, cause, ...fields } = error;
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return new ApiError(error.message, { ...fields, headers, ...(cause ? { because: cause } : {}) });
}

/** What a client is told whose run was stopped while it watched. */
export function describeCancellation(reason: CancelReason, afterTools = false): RunError {
  switch (reason) {
    case 'server_stopped': {
      const error = runError(
        'server_stopped',
        'The server was switched off before the answer was complete.',
      );
      return afterTools ? failedAfterTools(error) : error;
    }
    case 'cancelled_by_user':
      return runError('run_cancelled', 'The run was stopped before the answer was complete.');
    case 'client_disconnected':
      // Told to a client that comes back with its Idempotency-Key, when its run cannot go on.
      return runError(
        'run_cancelled',
        'The client left before the answer was complete, and the run was stopped; what its tools did by then is done. To run it anew, send the request with another Idempotency-Key. To let runs outlast a lost connection, raise "Disconnect grace" in Hermes Tray, Settings › Server.',
      );
  }
}

/**
 * What a failure of the model service means while no tool has run: then another try does no harm, and
 * the status says whether it may help. What asking again cannot change is 400.
 */
export function describeUpstreamError(error: UpstreamError): RunError {
  const { retryAfterSeconds } = error;
  const message = withoutRepeatSigns(error.message, { addresses: false });
  const because = causeOf(error);
  const cause = because ? { cause: because } : {};
  if (!error.transient) return { ...runError('upstream_error', message), status: 400, ...cause };
  if (error.kind === 'rate_limit') {
    return { ...runError('rate_limit_exceeded', message, retryAfterSeconds ?? 5), ...cause };
  }
  if (error.kind === 'timeout') return { ...runError('upstream_timeout', message), ...cause };
  return { ...runError('upstream_error', message, retryAfterSeconds), ...cause };
}

/** litellm reads the whole body for this one, fields included. */
const busySign = /rate[\s_-]*limit/i;

/** Undefined where neither the service nor the network gave it a name. */
function causeOf({ code, status }: UpstreamError): ErrorCause | undefined {
  if (code === undefined && status === undefined) return undefined;
  const name = code !== undefined && busySign.test(code) ? 'too_many_requests' : code;
  return { code: name ?? null, status: status ?? null };
}

const afterwards =
  'What the tools did by then is done. Send the same message again within 10 minutes, and the answer goes on from there.';

/** The same failure once tools have run: it must not be sent again to begin anew, whatever it was. */
export function failedAfterTools(error: RunError): RunError {
  const { message, code, status, cause = { code, status } } = error;
  const told = withoutRepeatSigns(message, { addresses: true });
  return { ...runError('run_failed_after_tools', `${told} ${afterwards}`), cause };
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

import type { ErrorCause } from '../../../shared/run-events.ts';
import { type ErrorCode, errorCodes } from './error-codes.ts';

/** What an error answer says beside its message. */
export interface ApiErrorFields {
  /** HTTP status. */
  status: number;
  /** The family: `invalid_request_error`, `upstream_error` … */
  type: string;
  /** What exactly; see {@link errorCodes}. */
  code: string;
  /** The request field at fault, e.g. `messages[0].content`. */
  param?: string | null;
  /** Sent with the answer, e.g. `Retry-After`. */
  headers?: Record<string, string>;
  /** Told to the client. */
  because?: ErrorCause;
  /** For the log. */
  cause?: unknown;
}

/** A request we refuse or could not answer; its message is for the person at the client. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly because: ErrorCause | undefined;

  constructor(message: string, fields: ApiErrorFields) {
    super(message, { cause: fields.cause });
    this.status = fields.status;
    this.type = fields.type;
    this.code = fields.code;
    this.param = fields.param ?? null;
    this.headers = fields.headers ?? {};
    this.because = fields.because;
  }
}

/** The error of this code, with the status and type that belong to it. */
export function apiError(
  code: ErrorCode,
  message: string,
  fields: Pick<ApiErrorFields, 'param' | 'headers' | 'cause'> = {},
): ApiError {
  const { status, type } = errorCodes[code];
  return new ApiError(message, { ...fields, status, type, code });
}

/** 400: the request itself is wrong. `param` names the field, e.g. `messages[0].content`. */
export function invalidRequest(message: string, param: string | null = null): ApiError {
  return apiError('invalid_request_error', message, { param });
}

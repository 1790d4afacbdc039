/** What an error answer says beside its message. */
export interface ApiErrorFields {
  /** HTTP status. */
  status: number;
  /** The family: `invalid_request_error`, `upstream_error` … */
  type: string;
  /** What exactly: `invalid_api_key`, `model_not_found` … */
  code: string;
  /** The request field at fault, e.g. `messages[0].content`. */
  param?: string | null;
  /** Sent with the answer, e.g. `Retry-After`. */
  headers?: Record<string, string>;
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

  constructor(message: string, fields: ApiErrorFields) {
    super(message, { cause: fields.cause });
    this.status = fields.status;
    this.type = fields.type;
    this.code = fields.code;
    this.param = fields.param ?? null;
    this.headers = fields.headers ?? {};
  }
}

/** 400: the request itself is wrong. `param` names the field, e.g. `messages[0].content`. */
export function invalidRequest(message: string, param: string | null = null): ApiError {
  const type = 'invalid_request_error';
  return new ApiError(message, { status: 400, type, code: type, param });
}

/** Any other refusal of a request; `code` says which. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): ApiError {
  return new ApiError(message, { status, type: 'invalid_request_error', code, headers });
}

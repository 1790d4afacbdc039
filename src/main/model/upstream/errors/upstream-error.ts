/** What went wrong between us and the model service. */
export type UpstreamErrorKind =
  | 'connection'
  | 'timeout'
  | 'authentication'
  | 'rate_limit'
  | 'bad_request'
  /** It offers no tools to its model, or not beside what else was asked for. */
  | 'no_tools'
  /** Its model reads none. */
  | 'no_pictures'
  | 'server'
  | 'protocol';

/** The model service refused, failed, or fell silent. Its message is fit for the person who set it up. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly kind: UpstreamErrorKind;
  /** The upstream's HTTP status, if it answered. */
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    message: string,
    fields: {
      kind: UpstreamErrorKind;
      status?: number;
      retryAfterSeconds?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: fields.cause });
    this.kind = fields.kind;
    this.status = fields.status;
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }
}

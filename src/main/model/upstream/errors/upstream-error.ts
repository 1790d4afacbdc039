/** What went wrong between us and the model service. */
export type UpstreamErrorKind =
  | 'connection'
  | 'timeout'
  | 'authentication'
  | 'rate_limit'
  | 'bad_request'
  /** The conversation is longer than its model can read. */
  | 'too_long'
  /** It offers no tools to its model, or not beside what else was asked for. */
  | 'no_tools'
  /** Its model reads none. */
  | 'no_pictures'
  | 'server'
  | 'protocol';

/** What may pass by itself. Nonsense may have been an accident; where it was none, who throws says so. */
const passing: ReadonlySet<UpstreamErrorKind> = new Set([
  'connection',
  'timeout',
  'rate_limit',
  'server',
  'protocol',
]);

/** The model service refused, failed, or fell silent. Its message is fit for the person who set it up. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly kind: UpstreamErrorKind;
  /** The upstream's HTTP status, if it answered. */
  readonly status: number | undefined;
  /** What it, or the network, calls this failure: `context_length_exceeded`, `ECONNRESET`. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Of `too_long`: about how many tokens would fit, by our own estimate. */
  readonly fittingTokens: number | undefined;
  /** Whether the same request may do better a little later. */
  readonly transient: boolean;

  constructor(
    message: string,
    fields: {
      kind: UpstreamErrorKind;
      status?: number;
      code?: string;
      retryAfterSeconds?: number;
      fittingTokens?: number;
      /** Left out: as is usual for the kind. */
      transient?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: fields.cause });
    this.kind = fields.kind;
    this.status = fields.status;
    this.code = fields.code;
    this.retryAfterSeconds = fields.retryAfterSeconds;
    this.fittingTokens = fields.fittingTokens;
    this.transient = fields.transient ?? passing.has(fields.kind);
  }
}

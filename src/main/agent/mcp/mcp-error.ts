/** A server could not be started, reached or understood; the message is fit for the person and the model. */
export class McpServerError extends Error {
  override readonly name = 'McpServerError';

  /** @param timedOut it gave no answer in time */
  constructor(
    message: string,
    cause?: unknown,
    readonly timedOut = false,
  ) {
    super(message, { cause });
  }
}

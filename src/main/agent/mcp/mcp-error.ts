/** A server could not be started, reached or understood; the message is fit for the person and the model. */
export class McpServerError extends Error {
  override readonly name = 'McpServerError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

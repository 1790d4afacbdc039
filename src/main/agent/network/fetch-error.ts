/** A web address could not be fetched; the message says why, in words for the model. */
export class FetchError extends Error {
  override readonly name = 'FetchError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

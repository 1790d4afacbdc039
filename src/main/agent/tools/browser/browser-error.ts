/** The browser could not do what was asked; the message is for the model. */
export class BrowserError extends Error {
  override readonly name = 'BrowserError';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/** A step of the self-test that did not pass. The message is for the person. */
export class SelfTestFailure extends Error {
  override readonly name = 'SelfTestFailure';
  /** Whether every later step would fail for the same reason. */
  readonly final: boolean;

  constructor(message: string, options: { final?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.final = options.final ?? false;
  }
}

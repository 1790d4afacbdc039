/** A command is too long or too deep to be followed to its end: what it does there is not known. */
export class TooMuchError extends Error {
  override readonly name = 'TooMuchError';

  constructor() {
    super('it is too long to be followed');
  }
}

/** Steps that are taken at most; each is a command or a part of one. */
const mostSteps = 50_000;
/** Code in code in code. */
const mostDepth = 40;
/** How long a command may be followed, in milliseconds: well within the deadline of the judge. */
const longestMs = 250;
/** The same for what its scripts do together. */
const forScripts = { steps: 30_000, ms: 120 };

/** What following one command may cost. */
export class Budget {
  #until = performance.now() + longestMs;
  #stepsLeft = mostSteps;
  #depth = 0;
  #scripts = { ...forScripts };

  /** @throws {TooMuchError} */
  step(): void {
    this.#stepsLeft -= 1;
    if (this.#stepsLeft < 0) throw new TooMuchError();
    if (this.#stepsLeft % 64 === 0 && performance.now() > this.#until) throw new TooMuchError();
  }

  /** @throws {TooMuchError} where it goes too deep */
  deeper<Result>(body: () => Result): Result {
    if (this.#depth >= mostDepth) throw new TooMuchError();
    this.#depth += 1;
    try {
      return body();
    } finally {
      this.#depth -= 1;
    }
  }

  /**
   * Follows a script of the project, which may be long without hiding anything: it costs nothing of
   * what the command itself may cost.
   * @returns undefined where it is too long to be followed to its end
   */
  apart<Result>(body: () => Result): Result | undefined {
    const startedAt = performance.now();
    const [until, stepsLeft] = [this.#until, this.#stepsLeft];
    this.#until = startedAt + this.#scripts.ms;
    this.#stepsLeft = this.#scripts.steps;
    try {
      return body();
    } catch (error) {
      if (!(error instanceof TooMuchError)) throw error;
      return undefined;
    } finally {
      const spent = performance.now() - startedAt;
      this.#scripts = { steps: this.#stepsLeft, ms: this.#scripts.ms - spent };
      this.#until = until + spent;
      this.#stepsLeft = stepsLeft;
    }
  }
}

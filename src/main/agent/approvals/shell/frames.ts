/** Functions and scripts under way, and the forks (pipes, background) around what is being followed. */
export class Frames {
  readonly #frames: { name: string; forks: number }[] = [];
  #forks = 0;

  has(name: string): boolean {
    return this.#frames.some((frame) => frame.name === name);
  }

  /**
   * Follows the body of a function or script, unless it is under way already: it is not entered again.
   * @param again told whether it starts itself in a process of its own
   * @returns undefined where it was not entered
   */
  enter<Result>(
    name: string | undefined,
    body: () => Result,
    again: (forked: boolean) => void,
  ): Result | undefined {
    if (name === undefined) return body();
    const frame = this.#frames.findLast((other) => other.name === name);
    if (frame) {
      again(this.#forks > frame.forks);
      return undefined;
    }
    this.#frames.push({ name, forks: this.#forks });
    try {
      return body();
    } finally {
      this.#frames.pop();
    }
  }

  /** Follows what runs in a process of its own. */
  forked<Result>(body: () => Result): Result {
    this.#forks += 1;
    try {
      return body();
    } finally {
      this.#forks -= 1;
    }
  }
}

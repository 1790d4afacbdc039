/** Strikes when nothing has happened for too long. */
export class Watchdog {
  readonly #strike: () => void;
  #waitMs: number;
  #begun = false;
  #timer: NodeJS.Timeout;

  /**
   * @param firstMs how long to wait for the first sign of life, in milliseconds
   * @param onSilence called once at most; `begun`: whether there was a sign of life before
   */
  constructor(firstMs: number, onSilence: (waitedMs: number, begun: boolean) => void) {
    this.#strike = () => onSilence(this.#waitMs, this.#begun);
    this.#waitMs = firstMs;
    this.#timer = setTimeout(this.#strike, firstMs);
  }

  /** A sign of life; the next one must come within `nextMs` milliseconds. */
  touch(nextMs: number): void {
    this.#begun = true;
    if (nextMs === this.#waitMs) {
      // By far the most frequent case, and all but free.
      this.#timer.refresh();
      return;
    }
    clearTimeout(this.#timer);
    this.#waitMs = nextMs;
    this.#timer = setTimeout(this.#strike, nextMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

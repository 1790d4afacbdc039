import type { Allowance } from '../channel.ts';

/** Counts calls within a stretch of time that moves along. */
export class Window {
  readonly #allowance: Allowance;
  #times: number[] = [];

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /**
   * When the next call may be made, milliseconds since the epoch; in the past: now.
   * @param reserve calls that are kept free for what is more urgent
   */
  freeAt(now: number, reserve: number): number {
    const { calls, perMs } = this.#allowance;
    this.#times = this.#times.filter((at) => at > now - perMs);
    const most = Math.max(1, calls - reserve);
    return this.#times.length < most ? now : this.#times.at(-most)! + perMs;
  }

  add(now: number): void {
    this.#times.push(now);
  }
}

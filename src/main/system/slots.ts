/** A counting semaphore whose size may change while it is in use; first come, first served. */
export class Slots {
  readonly #size: () => number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(size: () => number) {
    this.#size = size;
  }

  /**
   * Waits for a free slot.
   * @returns releases it; to be called once
   * @throws the signal's reason when aborted while waiting
   */
  acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        signal.removeEventListener('abort', giveUp);
        this.#waiting.delete(grant);
        this.#taken += 1;
        resolve(() => {
          this.#taken -= 1;
          this.#grantNext();
        });
      };
      const giveUp = (): void => {
        this.#waiting.delete(grant);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(grant);
      this.#grantNext();
    });
  }

  #grantNext(): void {
    for (const grant of this.#waiting) {
      if (this.#taken >= this.#size()) return;
      grant();
    }
  }
}

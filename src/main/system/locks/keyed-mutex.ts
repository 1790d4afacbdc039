/** A mutex for each key, first come, first served. */
export class KeyedMutex {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `work` when all earlier work of this key has ended; returns what it returns, throws what it throws. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work);
    // Waiters do not care about the outcome.
    const ended: Promise<void> = result.then(
      () => this.#forget(key, ended),
      () => this.#forget(key, ended),
    );
    this.#last.set(key, ended);
    return result;
  }

  /** The same for several keys at once. Sorted, so that two callers never wait for each other. */
  runAll<T>(keys: Iterable<string>, work: () => Promise<T>): Promise<T> {
    const sorted = [...new Set(keys)].toSorted();
    return sorted.reduceRight<() => Promise<T>>((inner, key) => () => this.run(key, inner), work)();
  }

  #forget(key: string, ended: Promise<unknown>): void {
    if (this.#last.get(key) === ended) this.#last.delete(key);
  }
}

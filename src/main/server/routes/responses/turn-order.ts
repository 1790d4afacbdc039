/** A turn's ticket in the queue of a conversation. */
export interface QueueTicket {
  /** Resolves when it is this turn's turn; rejects with the signal's reason when aborted before. */
  wait(signal: AbortSignal): Promise<void>;
  /** Lets the next turn begin. To be called once the turn is over, whether it has begun or not. */
  leave(): void;
}

/** Lets the turns of each conversation begin one after the other, in the order in which they came. */
export class TurnOrder {
  /** The last place of each queue: settled when all before and it itself have been left. */
  readonly #tails = new Map<string, Promise<void>>();

  /** Takes the next place in the queue of this conversation. */
  enter(conversation: string): QueueTicket {
    const before = this.#tails.get(conversation) ?? Promise.resolve();
    let leave!: () => void;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const tail = before.then(() => left);
    this.#tails.set(conversation, tail);
    void tail.then(() => {
      if (this.#tails.get(conversation) === tail) this.#tails.delete(conversation);
    });
    return { wait: (signal) => orAbort(before, signal), leave };
  }
}

/** Waits for a promise that never rejects, at most until the signal is aborted. */
export async function orAbort(ready: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let giveUp = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(signal.reason as Error);
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    await Promise.race([ready, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

import type { CallOrder } from '../../tool.ts';

/** What a command leaves to the next one of its conversation. */
export interface ShellState {
  /** Absolute; undefined is the workspace. */
  folder: string | undefined;
  /** Exported variables that differ from the environment of commands; undefined: unset. */
  variables: ReadonlyMap<string, string | undefined>;
}

/** A shell that nothing has happened to. */
const freshShell: ShellState = { folder: undefined, variables: new Map() };

/** Conversations remembered; the ones least lately used are forgotten. */
const keptConversations = 500;
/** How long an unused one is remembered, in milliseconds. */
const keptMs = 24 * 60 * 60 * 1000;

interface Kept {
  state: ShellState;
  /** On the clock of `performance.now()`. */
  usedAt: number;
}

/**
 * The shells of all conversations, as far as one outlives its command. In memory only; owned by the
 * host. Calls of one reply, which run at once, start from the same state, and the last of them in
 * call order leaves it.
 */
export class ShellMemory {
  readonly #now: () => number;
  /** By conversation, the most lately used last. */
  readonly #kept = new Map<string, Kept>();
  readonly #starts = new WeakMap<object, ShellState>();
  readonly #latest = new WeakMap<object, number>();

  /** @param now milliseconds on a clock that nobody sets */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * What a call starts from.
   * @param conversation an opaque key, never the same for two conversations or two owners
   */
  start(conversation: string, { reply }: CallOrder): ShellState {
    const known = this.#starts.get(reply);
    if (known) return known;
    const state = this.#take(conversation)?.state ?? freshShell;
    this.#starts.set(reply, state);
    this.#keep(conversation, state);
    return state;
  }

  /** Keeps what a call left, unless a later one of the same reply has left something. */
  leave(conversation: string, { reply, index }: CallOrder, state: ShellState): void {
    if (index < (this.#latest.get(reply) ?? 0)) return;
    this.#latest.set(reply, index);
    this.#keep(conversation, state);
  }

  #take(conversation: string): Kept | undefined {
    for (const [key, { usedAt }] of this.#kept) {
      if (this.#now() - usedAt < keptMs) break;
      this.#kept.delete(key);
    }
    return this.#kept.get(conversation);
  }

  #keep(conversation: string, state: ShellState): void {
    this.#kept.delete(conversation);
    if (state.folder === undefined && state.variables.size === 0) return;
    this.#kept.set(conversation, { state, usedAt: this.#now() });
    if (this.#kept.size > keptConversations) this.#kept.delete(this.#kept.keys().next().value!);
  }
}

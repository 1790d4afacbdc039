import type { ChatKind, Outcome, Target } from '../channel.ts';
import { urgency, type Wish, type Work } from './scheduler.ts';

export interface NoticeOptions {
  target: Target;
  /** Whether it may wait for what is more urgent; a file does. */
  patient: boolean;
  /** Makes the call. */
  call: (target: Target) => Promise<Outcome>;
  /** Whether it is made once more after this outcome; `call` does what is different by then. */
  again: (outcome: Outcome) => boolean;
  onEnd: (outcome: Outcome) => void;
}

/** One call that is no part of an answer: a word of our own, a change of it, a file. */
export class NoticeWork implements Work {
  readonly chat: string;
  readonly kind: ChatKind;
  readonly #options: NoticeOptions;
  #ended = false;

  constructor(options: NoticeOptions) {
    this.#options = options;
    this.chat = options.target.chat;
    this.kind = options.target.kind;
  }

  next(): Wish | undefined {
    if (this.#ended) return undefined;
    return { urgency: this.#options.patient ? urgency.final : urgency.notice, notBefore: 0 };
  }

  async perform(): Promise<Outcome> {
    const outcome = await this.#options.call(this.#options.target);
    if (!this.#ended && !this.#options.again(outcome)) this.end(outcome);
    return outcome;
  }

  /** Nobody waits for it any longer. */
  end(outcome: Outcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd(outcome);
  }
}

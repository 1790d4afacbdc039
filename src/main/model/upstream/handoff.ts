import type { ReplySink } from './wire-api.ts';

/** Who gets the pieces of a reply in the end. */
export type Receiver = Pick<ReplySink, 'onText' | 'onReasoning'>;

export interface HandoffOptions {
  /** Text may turn out to have been thinking, for so long; 0: never. Milliseconds. */
  undecidedMs: number;
  /** Whether a text that begins like this may turn out to be something else. */
  mayBeCall: (beginning: string) => boolean;
}

/**
 * Hands the pieces of one reply on, and holds them back as long as they may turn out to be no answer:
 * a call of a tool that is written as text, or thinking whose opening was not sent.
 */
export class Handoff implements ReplySink {
  readonly #receiver: Receiver;
  readonly #options: HandoffOptions;
  /** In order. */
  #held: { kind: 'text' | 'reasoning'; piece: string }[] = [];
  /** The text in it. */
  #heldText = '';
  #passing = false;
  #undecided: boolean;
  #timer: NodeJS.Timeout | undefined;
  #thoughtFirst = false;
  #handedOn = false;
  /** Told what the receiver threw when a moment was over, and nobody was there to catch it. */
  onFailure: (error: unknown) => void = () => {};

  constructor(receiver: Receiver, options: HandoffOptions) {
    this.#receiver = receiver;
    this.#options = options;
    this.#undecided = options.undecidedMs > 0;
  }

  /** Whether text was thinking that ended without a beginning. */
  get thoughtFirst(): boolean {
    return this.#thoughtFirst;
  }

  /** Whether a part of the answer came that is going to be handed on; then nothing can be repeated. */
  get begun(): boolean {
    return this.#handedOn || this.#isAnswer();
  }

  /** Whether none of the text was handed on yet. */
  get holdsAll(): boolean {
    return !this.#passing;
  }

  readonly onText = (piece: string): void => {
    if (this.#passing) {
      this.#pass('text', piece);
      return;
    }
    this.#held.push({ kind: 'text', piece });
    this.#heldText += piece;
    if (this.#undecided && !this.#timer && Number.isFinite(this.#options.undecidedMs)) {
      this.#timer = setTimeout(() => this.#decide(), this.#options.undecidedMs);
    }
    this.#look();
  };

  readonly onReasoning = (piece: string): void => {
    // It comes apart from the text, so that the text is none.
    this.#undecided = false;
    if (this.#held.length > 0) this.#held.push({ kind: 'reasoning', piece });
    else this.#pass('reasoning', piece);
  };

  readonly onThoughtBefore = (): void => {
    this.#thoughtFirst = true;
    this.#undecided = false;
    if (this.#passing) {
      // It was shown as text; what follows is at least told from it.
      this.#pass('text', '\n\n');
      return;
    }
    this.#held = this.#held.map(({ piece }) => ({ kind: 'reasoning', piece }));
    this.#heldText = '';
    this.#flush();
  };

  /** All that came was the answer. */
  release(): void {
    this.stop();
    this.#passing = true;
    this.#flush();
  }

  /** What was held as text was none, and is handed on to nobody. */
  withhold(): void {
    this.stop();
    this.#held = this.#held.filter(({ kind }) => kind === 'reasoning');
    this.#flush();
  }

  /** The reply broke off: what is surely a part of its answer is handed on. */
  abandon(): void {
    this.stop();
    if (this.#isAnswer()) this.#flush();
  }

  /** No more comes. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #decide(): void {
    this.#undecided = false;
    try {
      this.#look();
    } catch (error) {
      this.onFailure(error);
    }
  }

  /** Whether what is held is surely a part of the answer. */
  #isAnswer(): boolean {
    return (
      this.#held.length > 0 && !(this.#heldText !== '' && this.#options.mayBeCall(this.#heldText))
    );
  }

  #look(): void {
    if (this.#undecided) return;
    if (this.#options.mayBeCall(this.#heldText)) return;
    this.#passing = true;
    this.#flush();
  }

  #flush(): void {
    const held = this.#held;
    this.#held = [];
    this.#heldText = '';
    for (const { kind, piece } of held) this.#pass(kind, piece);
  }

  #pass(kind: 'text' | 'reasoning', piece: string): void {
    this.#handedOn = true;
    if (kind === 'text') this.#receiver.onText(piece);
    else this.#receiver.onReasoning(piece);
  }
}

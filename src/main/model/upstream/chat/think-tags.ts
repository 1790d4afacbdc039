const opening = '<think>';
const closing = '</think>';

/** Where the parts of a reply's text go. */
export interface ThinkingSink {
  onText: (text: string) => void;
  onReasoning: (text: string) => void;
}

/**
 * Tells the thinking of a model from its answer where the service leaves both in one text:
 * `<think>…</think>` at its very beginning, as LM Studio and vLLM send it unless they are set up
 * otherwise. Elsewhere the tags are text like any other.
 */
export class ThinkTags {
  readonly #sink: ThinkingSink;
  #state: 'beginning' | 'thinking' | 'answer' = 'beginning';
  /** What may be part of a tag. */
  #held = '';
  /** Whether only white space has come since the last tag. */
  #blank = false;

  constructor(sink: ThinkingSink) {
    this.#sink = sink;
  }

  /** Takes the next piece of the text. */
  add(piece: string): void {
    if (this.#state === 'answer') {
      this.#pass(piece);
      return;
    }
    const text = this.#held + piece;
    this.#held = '';
    if (this.#state === 'beginning') this.#begin(text);
    else this.#think(text);
  }

  /** Hands on what was held; to be called when the text is over. */
  end(): void {
    const rest = this.#held;
    this.#held = '';
    this.#pass(rest);
  }

  #begin(text: string): void {
    const start = text.trimStart();
    if (start.startsWith(opening)) {
      this.#enter('thinking');
      this.#think(start.slice(opening.length));
    } else if (opening.startsWith(start)) this.#held = text;
    else {
      this.#state = 'answer';
      this.#pass(text);
    }
  }

  #think(text: string): void {
    const end = text.indexOf(closing);
    if (end >= 0) {
      this.#pass(text.slice(0, end));
      this.#enter('answer');
      this.#pass(text.slice(end + closing.length));
      return;
    }
    let held = Math.min(closing.length - 1, text.length);
    while (!closing.startsWith(text.slice(text.length - held))) held -= 1;
    this.#held = text.slice(text.length - held);
    this.#pass(text.slice(0, text.length - held));
  }

  #enter(state: 'thinking' | 'answer'): void {
    this.#state = state;
    this.#blank = true;
  }

  #pass(piece: string): void {
    const text = this.#blank ? piece.trimStart() : piece;
    if (text === '') return;
    this.#blank = false;
    if (this.#state === 'thinking') this.#sink.onReasoning(text);
    else this.#sink.onText(text);
  }
}

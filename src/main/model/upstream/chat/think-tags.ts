/** How models mark their thinking, where it stands in the text. */
const pairs: readonly (readonly [opening: string, closing: string])[] = [
  ['<think>', '</think>'],
  // Gemini's compatible API.
  ['<thought>', '</thought>'],
  // Magistral, Kimi-VL, Seed-OSS, OpenThinker.
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<seed:think>', '</seed:think>'],
  ['<|begin_of_thought|>', '<|end_of_thought|>'],
];
/** What ends thinking whose opening the model's template wrote, so that it was not sent. */
const bareClosing = '</think>';

/** Where the parts of a reply's text go. */
export interface ThinkingSink {
  onText: (text: string) => void;
  onReasoning: (text: string) => void;
  /** What was text so far was thinking: its end has come, and its opening never did. */
  onThoughtBefore?: () => void;
}

/**
 * Tells the thinking of a model from its answer where the service leaves both in one text:
 * `<think>…</think>` at its very beginning, as LM Studio and vLLM send it unless they are set up
 * otherwise. Elsewhere an opening is text like any other. A closing alone says that all before it was
 * thinking; it may be quoted, so it counts once, and not between quotation marks.
 */
export class ThinkTags {
  readonly #sink: ThinkingSink;
  readonly #thinksFirst: boolean;
  #state: 'beginning' | 'thinking' | 'open' | 'answer' = 'beginning';
  #closing = bareClosing;
  /** What may be part of a tag. */
  #held = '';
  /** The character before what is held. */
  #before = '';
  /** Whether only white space has come since the last tag. */
  #blank = false;
  /** What was thought without an opening; it was the answer if it is never closed. */
  #unopened: string | undefined;

  /** @param thinksFirst whether answers of this model begin with thinking that is not opened */
  constructor(sink: ThinkingSink, { thinksFirst = false }: { thinksFirst?: boolean } = {}) {
    this.#sink = sink;
    this.#thinksFirst = thinksFirst;
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
    else if (this.#state === 'thinking') this.#think(text);
    else this.#watch(text);
  }

  /** Hands on what was held; to be called when the text is over. */
  end(): void {
    const rest = this.#held;
    this.#held = '';
    this.#pass(rest);
    if (this.#unopened !== undefined && this.#unopened.trim() !== '') {
      this.#sink.onText(this.#unopened);
    }
    this.#unopened = undefined;
  }

  /** Says that the model's thinking comes apart from its text. */
  toldApart(): void {
    if (this.#state !== 'beginning') return;
    this.#state = 'answer';
    this.#pass(this.#held);
    this.#held = '';
  }

  #begin(text: string): void {
    const start = text.trimStart();
    const pair = pairs.find(([opening]) => start.startsWith(opening));
    if (pair) {
      this.#closing = pair[1];
      this.#enter('thinking');
      this.#think(start.slice(pair[0].length));
    } else if (pairs.some(([opening]) => opening.startsWith(start))) this.#held = text;
    else if (this.#thinksFirst) {
      this.#unopened = '';
      this.#enter('thinking');
      this.#think(text);
    } else {
      this.#state = 'open';
      this.#watch(text);
    }
  }

  #think(text: string): void {
    const end = text.indexOf(this.#closing);
    if (end >= 0) {
      this.#pass(text.slice(0, end));
      this.#unopened = undefined;
      this.#enter('answer');
      this.#pass(text.slice(end + this.#closing.length));
      return;
    }
    this.#holdBack(text, [this.#closing]);
  }

  /** An answer, unless its thinking ends here. */
  #watch(text: string): void {
    const tag = /<\/?think>/.exec(text);
    if (!tag) {
      this.#holdBack(text, ['<think>', bareClosing]);
      return;
    }
    const { index: end } = tag;
    const before = text[end - 1] ?? this.#before;
    if (tag[0] !== bareClosing || /['"`]/.test(before)) {
      this.#state = 'answer';
      this.#pass(text);
      return;
    }
    this.#pass(text.slice(0, end));
    const rest = text.slice(end + bareClosing.length);
    this.#sink.onThoughtBefore?.();
    this.#enter('answer');
    this.#pass(rest);
  }

  /** Hands on a text but for what may be the beginning of a tag. */
  #holdBack(text: string, tags: readonly string[]): void {
    let held = Math.min(Math.max(...tags.map(({ length }) => length)) - 1, text.length);
    while (!tags.some((tag) => tag.startsWith(text.slice(text.length - held)))) held -= 1;
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
    this.#before = text.at(-1)!;
    if (this.#state !== 'thinking') {
      this.#sink.onText(text);
      return;
    }
    if (this.#unopened !== undefined) this.#unopened += text;
    this.#sink.onReasoning(text);
  }
}

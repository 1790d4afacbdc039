/**
 * Truncation of what tools give to the model, in one place. All lengths are UTF-16 code units; a
 * cut never falls within a surrogate pair.
 */

/** The longest output of a command or process, in characters. */
export const longestOutput = 50_000;
/** The longest line of a file or match that is shown whole, in characters. */
export const longestLine = 2_000;

/** The first `length` characters. */
export function headOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = isHighSurrogate(text.charCodeAt(length - 1)) ? length - 1 : length;
  return text.slice(0, cut);
}

/** The last `length` characters. */
export function tailOf(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.length - length;
  return text.slice(isLowSurrogate(text.charCodeAt(start)) ? start + 1 : start);
}

/** One line, cut with a note of how much is missing when it is longer than `length`. */
export function cutLine(line: string, length = longestLine): string {
  if (line.length <= length) return line;
  const head = headOf(line, length);
  return `${head}… [${line.length - head.length} more characters]`;
}

/** The start of a text, with a note of how much is missing when it is longer than `length`. */
export function cutText(text: string, length = longestOutput): string {
  if (text.length <= length) return text;
  const head = headOf(text, length);
  return `${head}\n… [${text.length - head.length} more characters]`;
}

/**
 * Collects text of any length in bounded memory: it keeps the first `head` and the last `tail`
 * characters and counts what it drops in between.
 */
export class BoundedText {
  readonly #headLength: number;
  readonly #tailLength: number;
  #head = '';
  #tail = '';
  #total = 0;

  constructor(limits: { head: number; tail: number }) {
    this.#headLength = limits.head;
    this.#tailLength = limits.tail;
  }

  /** Characters ever added. */
  get total(): number {
    return this.#total;
  }

  /** Whether some of the text is gone. */
  get truncated(): boolean {
    return this.#total > this.#headLength + this.#tailLength;
  }

  append(text: string): void {
    this.#total += text.length;
    const room = this.#headLength - this.#head.length;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Cut only now and then: each cut copies what is kept.
    if (this.#tail.length > 2 * this.#tailLength) this.#tail = this.#tail.slice(-this.#tailLength);
  }

  /** What is kept, with a note in place of what is not. */
  toString(): string {
    if (!this.truncated) return this.#head + this.#tail;
    const head = headOf(this.#head, this.#headLength);
    const tail = this.end(this.#tailLength);
    if (head === '') return tail;
    const dropped = this.#total - head.length - tail.length;
    return `${head}\n\n… [output truncated: ${dropped} of ${this.#total} characters left out] …\n\n${tail}`;
  }

  /** The last characters, at most `length` and at most what is kept of the end. */
  end(length: number): string {
    const kept = this.truncated ? tailOf(this.#tail, this.#tailLength) : this.#head + this.#tail;
    return tailOf(kept, length);
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

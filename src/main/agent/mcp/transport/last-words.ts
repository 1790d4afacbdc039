import { TerminalText } from '../../text/terminal-text.ts';

/** Characters that are kept. */
const keptCharacters = 4_000;
/** Lines that are told. */
const toldLines = 8;
/** Marks under a line of code, and what npm says after the reason, and says every time. */
const idle =
  /^[\s^~]*$|A complete log of this run can be found in|^npm (error|ERR!)\s*$|^npm notice/;

/** What a server writes beside its messages: to say why it died, and what it is doing meanwhile. */
export class LastWords {
  #text = '';
  #length = 0;
  readonly #streams = new Map<unknown, TerminalText>();

  /** Characters so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds a chunk of one of its streams. Gives it as plain text. */
  add(stream: unknown, chunk: Buffer): string {
    const decoder = this.#streams.get(stream) ?? new TerminalText();
    this.#streams.set(stream, decoder);
    const text = decoder.write(chunk);
    this.addText(text);
    return text;
  }

  addText(text: string): void {
    this.#length += text.length;
    this.#text = (this.#text + text).slice(-keptCharacters);
  }

  /** The last lines that say something; empty when there are none. */
  lines(most = toldLines): string[] {
    return this.#text
      .split(/[\r\n]+/)
      .map((line) => line.trimEnd())
      .filter((line) => !idle.test(line))
      .slice(-most);
  }
}

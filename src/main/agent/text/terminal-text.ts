import { StringDecoder } from 'node:string_decoder';

/** Escape sequences (ECMA-48): control strings such as window titles, CSI sequences, and the short ones. */
const escapeSequence =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-OQ-WYZ\\`-~]/g;
/** Control characters that say nothing as text; tab, newline and carriage return do. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controlCharacter = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;
/** An escape sequence longer than this is no escape sequence, in characters. */
const longestSequence = 4_096;

/**
 * Turns the bytes of a program's output into plain text: UTF-8 across chunk borders, without
 * escape sequences, also those that a chunk border splits.
 */
export class TerminalText {
  readonly #decoder = new StringDecoder('utf8');
  #pending = '';

  /** The text of the next chunk; an unfinished character or sequence waits for the one after. */
  write(chunk: Buffer): string {
    const text = this.#pending + this.#decoder.write(chunk);
    const last = text.lastIndexOf('\x1b');
    if (last === -1) {
      this.#pending = '';
      return text;
    }
    const start = startOfUnfinished(text, last);
    this.#pending = text.slice(start);
    return text.slice(0, start).replace(escapeSequence, '');
  }

  /** The rest, once the stream has ended. */
  end(): string {
    const text = this.#pending + this.#decoder.end();
    this.#pending = '';
    return text.replace(escapeSequence, '');
  }
}

/** Where an unfinished escape sequence begins; the end of the text when there is none. */
function startOfUnfinished(text: string, lastEscape: number): number {
  // The terminator of a control string has an escape of its own: look one further back.
  const before = lastEscape > 0 ? text.lastIndexOf('\x1b', lastEscape - 1) : -1;
  for (const start of [before, lastEscape]) {
    if (start === -1 || text.length - start > longestSequence) continue;
    escapeSequence.lastIndex = 0;
    const rest = text.slice(start);
    if (rest.replace(escapeSequence, '').startsWith('\x1b') && mayGoOn(rest)) return start;
  }
  return text.length;
}

/** Whether what begins with an escape could still become one sequence. */
function mayGoOn(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return /^\x1b(?:[\]PX^_][^\x07\x1b]*\x1b?|\[[0-?]*[ -/]*|[ -/]*)$/.test(text);
}

/**
 * Output as a person would have seen it: what a carriage return overwrote (progress bars) is left
 * out, line ends are `\n`, other control characters are gone.
 */
export function asSeen(output: string): string {
  const text = output.replaceAll('\r\n', '\n');
  const lines = text.includes('\r') ? text.split('\n').map(lastWritten).join('\n') : text;
  return lines.replace(controlCharacter, '');
}

function lastWritten(line: string): string {
  const written = line.endsWith('\r') ? line.slice(0, -1) : line;
  return written.slice(written.lastIndexOf('\r') + 1);
}

import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { wholeCharacters } from '../../../documents/text/text-encoding.ts';
import { longestLine } from '../../text/truncate.ts';

export interface LineWindow {
  /** The lines asked for, without line ends; a longer one is cut, and says so. */
  lines: string[];
  /** Lines of the whole file. */
  totalLines: number;
}

/** What stands at the end of a line that was cut. */
const cutMark = '… [line cut]';

/** Read at once, in bytes: the loop turns between two reads. */
const chunkBytes = 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
/** A UTF-8 character has up to 4 bytes, and a UTF-16 code unit comes from at most 3 of them. */
const longestLineBytes = longestLine * 3;

/**
 * Reads some lines out of a UTF-8 file of any size, in bounded memory, and counts them all.
 * Undefined as soon as it shows that it is no UTF-8.
 * @param first number of the first line, from 1
 * @throws the signal's reason when aborted
 */
export async function readLineWindow(
  file: FileHandle,
  { first, count, signal }: { first: number; count: number; signal: AbortSignal },
): Promise<LineWindow | undefined> {
  const validity = new Utf8Validity();
  const collector = new LineCollector(first, count);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (;;) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
    if (bytesRead === 0) return validity.end() ? collector.finish() : undefined;
    const chunk = buffer.subarray(0, bytesRead);
    if (!validity.add(chunk)) return undefined;
    collector.add(chunk);
  }
}

/** Cuts text in memory into the same kind of window. */
export function lineWindowOf(text: string, first: number, count: number): LineWindow {
  const collector = new LineCollector(first, count);
  collector.add(Buffer.from(text));
  return collector.finish();
}

/** Checks UTF-8 that comes in chunks, which may split characters. */
class Utf8Validity {
  /** The beginning of a character at the end of the last chunk. */
  #begun: Buffer = Buffer.alloc(0);

  /** Whether all is valid so far. */
  add(chunk: Buffer): boolean {
    const bytes = this.#begun.length > 0 ? Buffer.concat([this.#begun, chunk]) : chunk;
    const whole = wholeCharacters(bytes);
    this.#begun = Buffer.from(bytes.subarray(whole.length));
    return isUtf8(whole);
  }

  end(): boolean {
    return this.#begun.length === 0;
  }
}

class LineCollector {
  readonly #first: number;
  readonly #end: number;
  readonly #lines: string[] = [];
  /** Number of the line under way, from 1. */
  #number = 1;
  #parts: Buffer[] = [];
  #bytes = 0;
  #started = false;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#end = first + count;
  }

  add(chunk: Buffer): void {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      if (end === -1) {
        this.#keep(chunk.subarray(start));
        this.#started = true;
        return;
      }
      this.#keep(chunk.subarray(start, end));
      this.#endLine();
      start = end + 1;
    }
  }

  finish(): LineWindow {
    // A last line without a line end is a line; after the last line end there is none.
    if (this.#started) this.#endLine();
    return { lines: this.#lines, totalLines: this.#number - 1 };
  }

  #keep(part: Buffer): void {
    if (this.#number < this.#first || this.#number >= this.#end) return;
    const room = longestLineBytes + 1 - this.#bytes;
    if (room <= 0) return;
    // The buffer is used again for the next read.
    const kept = Buffer.from(part.subarray(0, room));
    this.#parts.push(kept);
    this.#bytes += kept.length;
  }

  #endLine(): void {
    if (this.#number >= this.#first && this.#number < this.#end) {
      this.#lines.push(toLine(Buffer.concat(this.#parts)));
      this.#parts = [];
      this.#bytes = 0;
    }
    this.#number += 1;
    this.#started = false;
  }
}

function toLine(bytes: Buffer): string {
  const length = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  const text = bytes.toString('utf8', 0, length);
  if (text.length <= longestLine && length <= longestLineBytes) return text;
  // The cut may have split a character.
  return text.slice(0, longestLine).replace(/[\ud800-\udbff\ufffd]$/, '') + cutMark;
}

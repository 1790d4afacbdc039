import type { LogLevel } from '../../shared/settings.ts';

/** One line of the log, with keys and tokens taken out. */
export interface LogLine {
  /** Counts up by one from 1 with each line of this process. */
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  level: LogLevel;
  /** The part of the host that logged it: `server`, `settings`. */
  source: string;
  message: string;
  fields?: Record<string, unknown>;
}

export interface LogBufferOptions {
  /** Lines kept. Default 100,000. */
  maxLines?: number;
  /** Characters kept, of messages and fields together. Default 32 Mi. */
  maxCharacters?: number;
  /** Milliseconds between two batches at least. Default 100. */
  batchMs?: number;
}

/** What a line weighs beside its text, in characters. */
const lineOverhead = 100;

/** The latest log lines, in memory, for the log window. */
export class LogBuffer {
  readonly #maxLines: number;
  readonly #maxCharacters: number;
  readonly #batchMs: number;
  /** A ring: the line with id n stands at n modulo `maxLines`. */
  readonly #lines: (LogLine | undefined)[] = [];
  readonly #subscribers = new Map<(lines: LogLine[]) => void, number>();
  #firstId = 1;
  #nextId = 1;
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LogBufferOptions = {}) {
    this.#maxLines = options.maxLines ?? 100_000;
    this.#maxCharacters = options.maxCharacters ?? 32 * 1024 * 1024;
    this.#batchMs = options.batchMs ?? 100;
  }

  /** How many lines are held. */
  get size(): number {
    return this.#nextId - this.#firstId;
  }

  /** Adds a line and gives it back with its id. The oldest lines make room. */
  add(entry: Omit<LogLine, 'id'>): LogLine {
    const line = { id: this.#nextId, ...entry };
    if (this.size === this.#maxLines) this.#dropOldest();
    this.#lines[line.id % this.#maxLines] = line;
    this.#nextId += 1;
    this.#characters += weight(line);
    while (this.#characters > this.#maxCharacters && this.size > 1) this.#dropOldest();
    if (this.#subscribers.size > 0 && !this.#timer) {
      this.#timer = setTimeout(() => this.#deliver(), this.#batchMs).unref();
    }
    return line;
  }

  /** The lines after this id, oldest first, at most `limit` of them. */
  after(id: number, limit = Infinity): LogLine[] {
    const first = Math.max(id + 1, this.#firstId);
    const last = Math.min(this.#nextId, first + limit);
    const lines: LogLine[] = [];
    for (let next = first; next < last; next += 1) lines.push(this.#at(next));
    return lines;
  }

  /**
   * Hands over the lines that come from now on, in batches, at most one per `batchMs`. Lines that
   * were dropped before their batch was due are missing. Returns an unsubscribe function.
   */
  subscribe(listener: (lines: LogLine[]) => void): () => void {
    this.#subscribers.set(listener, this.#nextId - 1);
    return () => {
      this.#subscribers.delete(listener);
    };
  }

  /** Forgets every line. Ids go on counting. */
  clear(): void {
    this.#lines.fill(undefined);
    this.#firstId = this.#nextId;
    this.#characters = 0;
  }

  #at(id: number): LogLine {
    return this.#lines[id % this.#maxLines]!;
  }

  #dropOldest(): void {
    this.#characters -= weight(this.#at(this.#firstId));
    this.#lines[this.#firstId % this.#maxLines] = undefined;
    this.#firstId += 1;
  }

  #deliver(): void {
    this.#timer = undefined;
    for (const [listener, seen] of this.#subscribers) {
      const lines = this.after(seen);
      this.#subscribers.set(listener, this.#nextId - 1);
      if (lines.length > 0) listener(lines);
    }
  }
}

function weight(line: LogLine): number {
  const fields = line.fields ? JSON.stringify(line.fields).length : 0;
  return lineOverhead + line.message.length + fields;
}

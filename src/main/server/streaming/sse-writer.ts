import type { ServerResponse } from 'node:http';

/** More than this waiting in one tick counts as a client that reads too slowly, in characters. */
const longestBatch = 64 * 1024;
const keepaliveComment = ': keepalive\n\n';
const beatMs = 2000;

export interface SseWriterOptions {
  /** After so long a silence `keepaliveFrame` is sent. */
  keepaliveMs: number;
  /** A comment where left out. */
  keepaliveFrame?: string | undefined;
  /** Frames that leave together with the headers. */
  preamble?: string;
  /**
   * Asked for a frame after each two seconds in which none was written; empty for none. Comments are
   * no frames: some clients draw, and notice that their person wants to stop, only on data.
   */
  beat?: (() => string) | undefined;
}

/**
 * Writes server-sent events to one client. All frames of one tick leave in one write; the headers
 * leave with the first, or at `open`. Who feeds it must stop while it is `full`.
 */
export class SseWriter {
  readonly #response: ServerResponse;
  readonly #options: SseWriterOptions;
  #batch = '';
  #scheduled: NodeJS.Immediate | undefined;
  #keepalive: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #draining = false;
  #ended = false;

  /** Called when it is no longer `full`. */
  onReady: () => void = () => {};

  constructor(response: ServerResponse, options: SseWriterOptions) {
    this.#response = response;
    this.#options = options;
    response.once('close', () => this.#stop());
  }

  /** Whether anything was written, so that a failure can no longer be told by a status. */
  get begun(): boolean {
    return this.#response.headersSent || this.#batch !== '';
  }

  /** Whether the client reads more slowly than it is written to. */
  get full(): boolean {
    return this.#draining || this.#batch.length > longestBatch;
  }

  /** Sends the headers and the preamble now, if they have not been sent yet. */
  open(): void {
    if (this.#response.headersSent || this.#ended) return;
    const preamble = this.#begin();
    if (preamble) this.#response.write(preamble);
    else this.#response.flushHeaders();
  }

  /** Sends whole frames, each ending in an empty line, together with all others of this tick. */
  write(frames: string): void {
    if (frames === '' || this.#ended) return;
    this.#batch += frames;
    this.#scheduled ??= setImmediate(() => this.#flush());
  }

  /** Sends what is left and ends the response. */
  end(): void {
    if (this.#ended) return;
    const batch = this.#takeBatch();
    this.#stop();
    this.#response.end(batch);
  }

  #flush(): void {
    this.#scheduled = undefined;
    const batch = this.#takeBatch();
    const wasFull = batch.length > longestBatch;
    this.#keepalive?.refresh();
    this.#heartbeat?.refresh();
    if (this.#response.write(batch)) {
      if (wasFull) this.onReady();
      return;
    }
    this.#draining = true;
    this.#response.once('drain', () => {
      this.#draining = false;
      if (!this.#ended) this.onReady();
    });
  }

  /** All that waits, with the preamble where it has not been sent. */
  #takeBatch(): string {
    const batch = this.#response.headersSent ? this.#batch : this.#begin() + this.#batch;
    this.#batch = '';
    return batch;
  }

  /** Sets the headers; gives the preamble, which is to be written next. */
  #begin(): string {
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache',
      'X-Accel-Buffering': 'no',
    });
    this.#keepalive = setTimeout(() => this.#keepAlive(), this.#options.keepaliveMs);
    if (this.#options.beat) this.#heartbeat = setTimeout(() => this.#beat(), beatMs);
    return this.#options.preamble ?? '';
  }

  #keepAlive(): void {
    if (!this.#draining) this.#response.write(this.#options.keepaliveFrame ?? keepaliveComment);
    this.#keepalive?.refresh();
  }

  #beat(): void {
    if (!this.#draining) {
      const frame = this.#options.beat?.() ?? '';
      if (frame !== '') this.#response.write(frame);
    }
    this.#heartbeat?.refresh();
  }

  #stop(): void {
    this.#ended = true;
    clearTimeout(this.#heartbeat);
    clearImmediate(this.#scheduled);
    clearTimeout(this.#keepalive);
  }
}

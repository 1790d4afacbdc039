import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { McpServerError } from '../mcp-error.ts';
import { messagesOf } from './read-messages.ts';

/** What a request meets whose server has gone: it was never sent. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}

/** How long the output of a process that has ended may keep coming, in milliseconds. */
const drainMs = 300;
const lineFeed = 0x0a;

/** How a process ended. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface StdioTransportOptions {
  spawn: () => ChildProcess | Promise<ChildProcess>;
  /** Bytes of one message. */
  largestMessage: number;
  /** What it writes that is no message. */
  onNoise: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** The protocol over the pipes of a process, one message a line. */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** How it ended, once it has. */
  ended: ProcessEnd | undefined;
  readonly #options: StdioTransportOptions;
  #child: ChildProcess | undefined;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(options: StdioTransportOptions) {
    this.#options = options;
  }

  /** Undefined before it was started. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the process runs. @throws the error of spawn(2): ENOENT, EACCES … */
  async start(): Promise<void> {
    const child = await this.#options.spawn();
    this.#child = child;
    // once() rejects with what spawn reports.
    if (child.pid === undefined) await once(child, 'spawn');
    for (const stream of [child, child.stdin, child.stdout, child.stderr]) {
      stream?.on('error', (error: Error) => this.onerror?.(error));
    }
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.#options.onNoise('stderr', chunk));
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.once('exit', (code, signal) => {
      // What it started may hold its pipes for ever.
      void Promise.race([closed, delay(drainMs)]).then(() => this.#end({ code, signal }));
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable || this.ended || this.#child?.exitCode !== null) {
      return Promise.reject(new NotSentError('It has ended'));
    }
    stdin.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  /** Ends its input, upon which a server ends by itself. Whoever wants it gone ends its processes too. */
  close(): Promise<void> {
    this.#child?.stdin?.end();
    return Promise.resolve();
  }

  /** Resolves when it has ended, or after so many milliseconds. */
  async gone(withinMs: number): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const waiting = new AbortController();
    const exit = once(child, 'exit', { signal: waiting.signal });
    await Promise.race([exit, delay(withinMs, undefined, { signal: waiting.signal })]);
    waiting.abort();
    await Promise.allSettled([exit]);
  }

  #end(how: ProcessEnd): void {
    if (this.ended) return;
    this.ended = how;
    this.#parts = [];
    this.onclose?.();
  }

  #read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(lineFeed); end !== -1; end = rest.indexOf(lineFeed)) {
      this.#parts.push(rest.subarray(0, end));
      const line = Buffer.concat(this.#parts);
      this.#parts = [];
      this.#length = 0;
      rest = rest.subarray(end + 1);
      this.#take(line);
    }
    this.#length += rest.length;
    if (this.#length > this.#options.largestMessage) {
      this.#parts = [];
      this.#child?.stdout?.destroy();
      const most = this.#options.largestMessage;
      this.onerror?.(new McpServerError(`It sent a message of more than ${most} bytes`));
      this.#end({ code: null, signal: null });
    } else if (rest.length > 0) this.#parts.push(rest);
  }

  #take(line: Buffer): void {
    const text = line.toString();
    let messages: JSONRPCMessage[] = [];
    try {
      if (text.trim() !== '') messages = messagesOf(JSON.parse(text));
    } catch (error) {
      // Many a server greets on its output before, or between, its messages.
      if (!(error instanceof SyntaxError)) throw error;
      this.#options.onNoise('stdout', Buffer.from(`${text}\n`));
    }
    for (const message of messages) this.onmessage?.(message);
  }
}

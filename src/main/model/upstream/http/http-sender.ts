import { UpstreamTrouble } from '../errors/trouble.ts';
import { proxyFor } from './proxy.ts';

/** Who reads the bytes of an answer. Nothing is called after `onEnd` or `onError`. */
export interface BytesReader {
  onBytes(bytes: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

/**
 * The bytes of an answer, handed on in the tick in which the socket gave them, and kept until there
 * is a reader.
 */
export class AnswerBody {
  readonly #discard: () => void;
  #reader: BytesReader | undefined;
  #early: Buffer[] = [];
  #ending: { error?: Error } | undefined;

  /** @param discard closes the connection if the answer is still under way */
  constructor(discard: () => void) {
    this.#discard = discard;
  }

  /** Hands over what has come and all that comes; to be called once. */
  read(reader: BytesReader): void {
    this.#reader = reader;
    for (const bytes of this.#early) reader.onBytes(bytes);
    this.#early = [];
    if (this.#ending) this.#tellEnd(this.#ending);
  }

  /** What has not come yet is not wanted. */
  discard(): void {
    this.#discard();
  }

  push(bytes: Buffer): void {
    if (this.#reader) this.#reader.onBytes(bytes);
    else this.#early.push(bytes);
  }

  /** @param error left out when the answer is complete */
  end(error?: Error): void {
    this.#ending = error ? { error } : {};
    this.#tellEnd(this.#ending);
  }

  /** Whether nothing more will come. */
  get ended(): boolean {
    return this.#ending !== undefined;
  }

  #tellEnd({ error }: { error?: Error }): void {
    if (error) this.#reader?.onError(error);
    else this.#reader?.onEnd();
  }
}

/** A request to one service; what is the same for all of them is not repeated. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: AnswerBody;
}

/**
 * Sends a request and resolves with the head of its answer.
 * @throws the network's error; the signal's reason when aborted. Aborting later ends the body with it.
 */
export type SendHttp = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

/** Unused connections are closed after this time, unless the service says otherwise; milliseconds. */
const idleMs = 30_000;

/**
 * Sends to one service over Node's own HTTP, whose parser is native and which is loaded anyway.
 * Connections are kept and used again, without limit in number, and lead through the proxy that the
 * environment names. No timeouts.
 */
export async function createHttpSender(origin: string): Promise<SendHttp> {
  const { protocol, hostname, port } = new URL(origin);
  const { request, Agent } =
    protocol === 'https:' ? await import('node:https') : await import('node:http');
  const proxy = await proxyFor(origin, idleMs);
  const agent = proxy?.agent ?? new Agent({ keepAlive: true, timeout: idleMs });
  // A URL writes IPv6 addresses in brackets, the resolver wants them without.
  const host = hostname.replace(/^\[|\]$/g, '');

  return ({ method, path, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const outgoing = request({ host, port, agent, method, path, headers });
      const answer = new AnswerBody(() => outgoing.destroy());
      const stop = (): void => {
        outgoing.destroy(signal.reason as Error);
      };
      const end = (error?: Error): void => {
        if (answer.ended) return;
        signal.removeEventListener('abort', stop);
        answer.end(error && signal.aborted ? (signal.reason as Error) : error);
      };
      const fail = (thrown: Error): void => {
        const error = proxy && isUnreachable(thrown) ? proxyTrouble(proxy.name, thrown) : thrown;
        reject(signal.aborted ? (signal.reason as Error) : error);
        end(error);
      };
      signal.addEventListener('abort', stop, { once: true });
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        incoming.on('data', (bytes: Buffer) => answer.push(bytes));
        incoming.on('end', () => end());
        incoming.on('error', fail);
        resolve({ status: incoming.statusCode!, headers: incoming.headers, body: answer });
      });
      outgoing.end(body);
    });
}

function proxyTrouble(proxy: string, cause: Error): UpstreamTrouble {
  return new UpstreamTrouble({ kind: 'unreachable_proxy', proxy }, { cause });
}

/** Whether no connection came about; through a proxy, that is the connection to the proxy. */
function isUnreachable(error: Error): boolean {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

/**
 * Reads a body as UTF-8 text.
 * @param limit bytes; of what is beyond them nothing more is read
 * @throws the network's error
 */
export function textOf(body: AnswerBody, limit = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => resolve(Buffer.concat(chunks).toString());
    body.read({
      onBytes: (bytes) => {
        chunks.push(bytes);
        length += bytes.length;
        if (length < limit) return;
        finish();
        body.discard();
      },
      onEnd: finish,
      onError: reject,
    });
  });
}

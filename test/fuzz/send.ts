import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FuzzedRequest } from './requests.ts';

/** An answer, read to its end. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends requests over connections that are kept. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;

  /** @param headers sent where a request does not say otherwise */
  constructor(url: string, headers: Record<string, string>, timeoutMs = 20_000) {
    this.#url = new URL(url);
    this.#headers = headers;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws when there is no answer, be it that the connection breaks or that it takes too long */
  send({ method, path, headers, body }: FuzzedRequest): Promise<RawAnswer> {
    const usual = Object.entries(this.#headers).map(([name, value]) => [name.toLowerCase(), value]);
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        agent: this.#agent,
        host: this.#url.hostname,
        port: this.#url.port,
        method,
        path,
        headers: { ...(Object.fromEntries(usual) as Record<string, string>), ...headers },
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        buffer(incoming).then(
          (bytes) =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: bytes.toString(),
            }),
          reject,
        );
      });
      outgoing.end(body === undefined ? undefined : Buffer.from(body, 'latin1'));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../../log/logger.ts';
import { createClientErrorHandler } from './client-error.ts';
import type { MessageClasses } from './express-messages.ts';

/** What serves the requests that come in. */
export interface App {
  listener: RequestListener;
  /** Of what the listener takes. */
  messages: MessageClasses;
}

export interface SocketsOptions {
  /** Seconds that a client may take to send its headers, and its whole request. */
  timeouts: () => { headerTimeoutSeconds: number; bodyTimeoutSeconds: number };
  logger: Logger;
}

/** Connections kept open for a client's next request. Clients behind proxies expect a minute. */
const keepAliveMs = 65_000;
/** How often Node looks for requests that take too long to arrive. */
const timeoutCheckMs = 1000;

/**
 * The listening socket, and the connections of those that listened before. At most one listens; the
 * connections of a retired one are served to their end and not used again.
 */
export class Sockets {
  readonly #options: SocketsOptions;
  #listening: Server | undefined;
  readonly #retired = new Set<Server>();
  /** Responses that are not finished. */
  #open = 0;
  readonly #waiting = new Set<() => void>();

  constructor(options: SocketsOptions) {
    this.#options = options;
  }

  /**
   * Listens on an IP address, and no more where it listened before.
   * @returns the real port, also for port 0
   * @throws what Node says when it cannot; nothing listens then
   */
  async listen(app: App, address: string, port: number): Promise<number> {
    this.retire();
    const server = this.#createServer(app);
    await listening(server, address, port);
    this.#listening = server;
    return (server.address() as AddressInfo).port;
  }

  /** Stops listening and frees the port; connections in use stay. */
  retire(): void {
    if (!this.#listening) return;
    this.#retired.add(this.#listening);
    this.#listening.close();
    this.#listening = undefined;
  }

  /** Resolves once every response that was begun has been sent. */
  async idle(): Promise<void> {
    if (this.#open > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Cuts what is left of the connections of all that listens no more. */
  async closeRetired(): Promise<void> {
    await Promise.all([...this.#retired].map(closeConnections));
  }

  /** Puts the time-outs that are set now into force. */
  applyTimeouts(): void {
    for (const server of this.#retired) this.#applyTimeouts(server);
    if (this.#listening) this.#applyTimeouts(this.#listening);
  }

  #createServer({ listener, messages }: App): Server {
    const serve: RequestListener = (request, response) => {
      this.#open += 1;
      response.once('close', () => this.#closed());
      // A connection of an address we have left is not used again.
      if (server !== this.#listening) response.setHeader('Connection', 'close');
      listener(request, response);
    };
    const server = createServer(
      { ...messages, keepAliveTimeout: keepAliveMs, connectionsCheckingInterval: timeoutCheckMs },
      serve,
    );
    // An Expect header that Node does not know would be answered by Node itself, without a body.
    server.on('checkExpectation', serve);
    server.on('clientError', createClientErrorHandler());
    server.on('error', (error) => this.#options.logger.error('HTTP server error', { error }));
    server.once('close', () => this.#retired.delete(server));
    this.#applyTimeouts(server);
    return server;
  }

  #closed(): void {
    this.#open -= 1;
    if (this.#open > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #applyTimeouts(server: Server): void {
    const { headerTimeoutSeconds, bodyTimeoutSeconds } = this.#options.timeouts();
    server.headersTimeout = headerTimeoutSeconds * 1000;
    server.requestTimeout = Math.max(headerTimeoutSeconds, bodyTimeoutSeconds) * 1000;
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closeConnections(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.closeAllConnections();
  await closed;
}

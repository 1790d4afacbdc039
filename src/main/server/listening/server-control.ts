import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../../log/logger.ts';
import type { Runs } from '../../runs/runs.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import { findFreePort, isLoopback, resolveBindAddress, urlFor } from './bind-address.ts';
import { createClientErrorHandler } from './client-error.ts';
import type { MessageClasses } from './express-messages.ts';
import { describeListenError } from './listen-error.ts';
import type { PortHolder } from './port-holder.ts';
import { ServerStartError, type ServerStartErrorCode } from './server-start-error.ts';

export type ServerStatus = 'stopped' | 'starting' | 'running' | 'stopping' | 'error';

/** The server as it really is. `host`, `port` and `url` are there while it listens. */
export interface ServerState {
  status: ServerStatus;
  /** As configured, e.g. `127.0.0.1` or `0.0.0.0`. */
  host?: string;
  /** The real port, also when 0 was configured. */
  port?: number;
  /** Where this computer reaches it, without a path: `http://127.0.0.1:8642`. */
  url?: string;
  /** Why it does not run; with status `error` only. */
  error?: {
    code: ServerStartErrorCode;
    message: string;
    port?: number;
    process?: PortHolder;
  };
}

/** What the app must know of the listener that serves it. Called at each request. */
export interface ServerBinding {
  /** Whether other computers can reach it. */
  boundToNetwork: () => boolean;
  /** Whether it is being switched off, so that new requests are refused. */
  stopping: () => boolean;
}

/** What a server needs to serve the API. */
export interface App {
  listener: RequestListener;
  /** Of what the listener takes. */
  messages: MessageClasses;
}

export interface ServerControlOptions {
  settings: Pick<SettingsStore, 'current' | 'onChange'>;
  /** Undefined when the person has cleared it. */
  apiKey: () => string | undefined;
  runs: Runs;
  logger: Logger;
  /** Called once, at the first start. */
  createApp: (binding: ServerBinding) => App | Promise<App>;
}

/** Turns the HTTP server on and off. */
export interface ServerControl {
  readonly state: ServerState;
  /** Whether other computers can reach it now. */
  readonly boundToNetwork: boolean;
  /**
   * Listens on the configured host and port. While stopping, the stop is called off and what runs
   * goes on. Does nothing when running.
   * @throws {ServerStartError} when it cannot; the state then says why too.
   */
  start(): Promise<void>;
  /**
   * Refuses new requests at once, lets runs finish for `graceMs` (default 5,000), stops the rest and
   * closes every connection. Also clears an error.
   */
  stop(options?: { graceMs?: number }): Promise<void>;
  /**
   * Binds anew after the host or the port has changed; the runs under way go on.
   * @throws {ServerStartError} when it cannot listen there; nothing listens then.
   */
  restart(): Promise<void>;
  /** A port on the configured host that nothing listens on, near the configured one. */
  findFreePort(): Promise<number>;
  /** Tells of every change of `state`. Gives back what ends it. */
  onChange(listener: (state: ServerState) => void): () => void;
}

/** How long runs may go on after the server was switched off. */
const defaultGraceMs = 5000;
/** How long the last frames may take to leave after the runs have ended. */
const flushMs = 1000;
/** Connections kept open for a client's next request. Clients behind proxies expect a minute. */
const keepAliveMs = 65_000;
/** How often Node looks for requests that take too long to arrive. */
const timeoutCheckMs = 1000;

/** The control of one HTTP server; nothing listens before `start`. */
export function createServerControl(options: ServerControlOptions): ServerControl {
  return new HttpServerControl(options);
}

class HttpServerControl implements ServerControl {
  readonly #options: ServerControlOptions;
  readonly #listeners = new Set<(state: ServerState) => void>();
  #state: ServerState = { status: 'stopped' };
  #app: App | undefined;
  /** What listens now. */
  #server: Server | undefined;
  /** What listened before and still has connections. */
  readonly #retired = new Set<Server>();
  #boundToNetwork = false;
  /** Responses that are not finished. */
  #open = 0;
  #wake: (() => void) | undefined;
  /** What was asked for last; a stop under way gives up when the person has switched on again. */
  #wanted: 'on' | 'off' = 'off';
  #callOff: (() => void) | undefined;
  /** Start, stop and restart run one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: ServerControlOptions) {
    this.#options = options;
    options.settings.onChange(() => {
      for (const server of this.#servers()) this.#applyTimeouts(server);
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  get boundToNetwork(): boolean {
    return this.#boundToNetwork;
  }

  start(): Promise<void> {
    this.#want('on');
    return this.#queue(async () => {
      if (this.#state.status !== 'running') await this.#listen();
    });
  }

  stop({ graceMs = defaultGraceMs }: { graceMs?: number } = {}): Promise<void> {
    this.#want('off');
    return this.#queue(() => this.#shutDown(graceMs));
  }

  restart(): Promise<void> {
    this.#want('on');
    return this.#queue(() => this.#listen());
  }

  async findFreePort(): Promise<number> {
    const { host, port } = this.#options.settings.current.server;
    return findFreePort(await resolveBindAddress(host), port);
  }

  onChange(listener: (state: ServerState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #want(what: 'on' | 'off'): void {
    this.#wanted = what;
    if (what === 'on') this.#callOff?.();
  }

  #queue(step: () => Promise<void>): Promise<void> {
    // A step that failed has told its own caller; the next one runs all the same.
    this.#last = this.#last.then(step, step);
    return this.#last;
  }

  #setState(state: ServerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async #listen(): Promise<void> {
    const { host, port } = this.#options.settings.current.server;
    this.#setState({ status: 'starting' });
    try {
      const address = await resolveBindAddress(host);
      const loopback = isLoopback(address);
      if (!loopback && !this.#options.apiKey()) throw keyRequired(host);
      this.#app ??= await this.#options.createApp({
        boundToNetwork: () => this.#boundToNetwork,
        stopping: () => this.#state.status === 'stopping',
      });
      this.#retire();
      const server = this.#createServer(this.#app);
      await listen(server, address, port);
      this.#server = server;
      this.#boundToNetwork = !loopback;
      const bound = (server.address() as AddressInfo).port;
      const url = urlFor(host, bound);
      this.#setState({ status: 'running', host, port: bound, url });
      this.#options.logger.info(`API server listening on ${url}`, { host, port: bound });
    } catch (cause) {
      const error = await describeListenError(cause, host, port);
      this.#retire();
      const { code, message, port: takenPort, process } = error;
      this.#setState({ status: 'error', error: { code, message, port: takenPort, process } });
      this.#options.logger.error(message, { code, port });
      throw error;
    }
  }

  #createServer({ listener, messages }: App): Server {
    const serve: RequestListener = (request, response) => {
      this.#open += 1;
      response.once('close', () => {
        this.#open -= 1;
        if (this.#open === 0) this.#wake?.();
      });
      // A connection of an address we have left is not used again.
      if (server !== this.#server) response.setHeader('Connection', 'close');
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

  #applyTimeouts(server: Server): void {
    const { headerTimeoutSeconds, bodyTimeoutSeconds } = this.#options.settings.current.server;
    server.headersTimeout = headerTimeoutSeconds * 1000;
    server.requestTimeout = Math.max(headerTimeoutSeconds, bodyTimeoutSeconds) * 1000;
  }

  #servers(): Server[] {
    return this.#server ? [this.#server, ...this.#retired] : [...this.#retired];
  }

  /** Stops listening and frees the port; connections in use stay. */
  #retire(): void {
    if (!this.#server) return;
    this.#retired.add(this.#server);
    this.#server.close();
    this.#server = undefined;
  }

  async #shutDown(graceMs: number): Promise<void> {
    const { runs, logger } = this.#options;
    if (this.#wanted === 'on') return;
    if (this.#state.status === 'running') {
      this.#setState({ ...this.#state, status: 'stopping' });
      this.#retire();
      const calledOff = await this.#patience(
        graceMs,
        Promise.all(runs.active().map((run) => run.finished)),
      );
      if (calledOff) return;
      await runs.drain(0, 'server_stopped');
      if (this.#open > 0) {
        await this.#patience(flushMs, new Promise<void>((resolve) => (this.#wake = resolve)));
      }
      await Promise.all([...this.#retired].map(closeConnections));
      logger.info('API server stopped');
    }
    this.#boundToNetwork = false;
    this.#setState({ status: 'stopped' });
  }

  /** Waits for work, at most `ms`. True when the stop was called off meanwhile. */
  async #patience(ms: number, work: Promise<unknown>): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const calledOff = new Promise<true>((resolve) => {
      this.#callOff = () => resolve(true);
    });
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const result = await Promise.race([calledOff, late, work.then(() => false)]);
    clearTimeout(timer);
    this.#callOff = undefined;
    return result;
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Cuts what is left of a server that listens no more. */
async function closeConnections(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.closeAllConnections();
  await closed;
}

function keyRequired(host: string): ServerStartError {
  return new ServerStartError(
    `Listening on ${host} would let everyone on the network use this computer through the agent: ` +
      'no API key is set. Set a key, or listen on 127.0.0.1, in Settings › Server.',
    { code: 'key_required' },
  );
}

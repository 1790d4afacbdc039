import type { Logger } from '../../log/logger.ts';
import type { Runs } from '../../runs/runs.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import { findFreePort, isLoopback, resolveBindAddress, urlFor } from './bind-address.ts';
import { describeListenError } from './listen-error.ts';
import type { PortHolder } from './port-holder.ts';
import { type App, Sockets } from './sockets.ts';
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
  /** Calls the listener on every change of `state`. Returns an unsubscribe function. */
  onChange(listener: (state: ServerState) => void): () => void;
}

/** How long runs may go on after the server was switched off. */
const defaultGraceMs = 5000;
/** How long the last frames may take to leave after the runs have ended. */
const flushMs = 1000;

/** The control of one HTTP server: what is wanted of it, and how it really is; nothing listens before `start`. */
export function createServerControl(options: ServerControlOptions): ServerControl {
  return new HttpServerControl(options);
}

class HttpServerControl implements ServerControl {
  readonly #options: ServerControlOptions;
  readonly #sockets: Sockets;
  readonly #listeners = new Set<(state: ServerState) => void>();
  #state: ServerState = { status: 'stopped' };
  #app: App | undefined;
  #boundToNetwork = false;
  /** What was asked for last; a stop under way gives up when the person has switched on again. */
  #wanted: 'on' | 'off' = 'off';
  #callOff: (() => void) | undefined;
  /** Start, stop and restart run one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(options: ServerControlOptions) {
    this.#options = options;
    const { settings, logger } = options;
    this.#sockets = new Sockets({ timeouts: () => settings.current.server, logger });
    settings.onChange(() => this.#sockets.applyTimeouts());
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
      const bound = await this.#sockets.listen(this.#app, address, port);
      this.#boundToNetwork = !loopback;
      const url = urlFor(host, bound);
      this.#setState({ status: 'running', host, port: bound, url });
      this.#options.logger.info(`API server listening on ${url}`, { host, port: bound });
    } catch (cause) {
      const error = await describeListenError(cause, host, port);
      this.#sockets.retire();
      const { code, message, port: takenPort, process } = error;
      this.#setState({ status: 'error', error: { code, message, port: takenPort, process } });
      this.#options.logger.error(message, { code, port });
      throw error;
    }
  }

  async #shutDown(graceMs: number): Promise<void> {
    const { runs, logger } = this.#options;
    if (this.#wanted === 'on') return;
    if (this.#state.status === 'running') {
      this.#setState({ ...this.#state, status: 'stopping' });
      this.#sockets.retire();
      const calledOff = await this.#patience(
        graceMs,
        Promise.all(runs.active().map((run) => run.finished)),
      );
      if (calledOff) return;
      await runs.drain(0, 'server_stopped');
      await this.#patience(flushMs, this.#sockets.idle());
      await this.#sockets.closeRetired();
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

function keyRequired(host: string): ServerStartError {
  return new ServerStartError(
    `Listening on ${host} would let everyone on the network use this computer through the agent: ` +
      'no API key is set. Set a key, or listen on 127.0.0.1, in Settings › Server.',
    { code: 'key_required' },
  );
}

import { isIP } from 'node:net';
import type { buildConnector as buildConnectorTypes, Agent, Response, RequestInit } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import { BlockedAddressError } from './blocked-address-error.ts';
import { FetchError } from './fetch-error.ts';

/** What was fetched. */
export interface Fetched {
  /** Where it was found in the end, after redirects. */
  url: string;
  status: number;
  /** Lower case, without parameters; empty when the server named none. */
  contentType: string;
  /** As the server named it; undefined when it did not. */
  charset: string | undefined;
  body: Uint8Array;
  /** The body was longer than allowed; this is its beginning. */
  truncated: boolean;
}

export interface FetchOptions {
  signal: AbortSignal;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** What a redirect is: followed, or an error, where headers carry a key. Default: `follow`. */
  redirect?: 'follow' | 'error';
  /** Milliseconds for everything: name, connection, redirects and body. Default: 30 s. */
  timeoutMs?: number;
  /** Bytes of the body that are read at most. Default: 5 MiB. */
  maxBytes?: number;
}

/** Fetches web addresses for the agent; see `createGuardedFetch`. */
export interface GuardedFetch {
  /**
   * @throws {FetchError} when it cannot be had, in words for the model; the signal's reason when aborted
   */
  fetch(url: string, options: FetchOptions): Promise<Fetched>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 5 * 1024 * 1024;

/**
 * HTTP for tools, over undici: each connection, that of a redirect too, goes to an address that the
 * guard has checked.
 */
export function createGuardedFetch(guard: AddressGuard): GuardedFetch {
  let agent: Promise<Agent> | undefined;

  return {
    async fetch(url, options) {
      const target = webAddress(url);
      const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, signal } = options;
      const { fetch } = await import('undici');
      agent ??= createAgent(guard);
      const timeout = AbortSignal.timeout(timeoutMs);
      const init: RequestInit = {
        method: options.method ?? 'GET',
        headers: { 'user-agent': userAgent, ...options.headers },
        body: options.body,
        redirect: options.redirect ?? 'follow',
        signal: AbortSignal.any([signal, timeout]),
        dispatcher: await agent,
      };
      try {
        const response = await fetch(target, init);
        const { body, truncated } = await readBody(response, maxBytes);
        const [type = '', ...parameters] = (response.headers.get('content-type') ?? '').split(';');
        return {
          url: response.url || target.href,
          status: response.status,
          contentType: type.trim().toLowerCase(),
          charset: /charset="?([\w-]+)/i.exec(parameters.join(';'))?.[1],
          body,
          truncated,
        };
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) {
          throw new FetchError(`${target.href} did not answer within ${timeoutMs / 1000} s`, error);
        }
        throw new FetchError(explain(target, error), error);
      }
    },

    async close() {
      await (await agent)?.destroy();
      agent = undefined;
    },
  };
}

const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

async function createAgent(guard: AddressGuard): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  const connect = buildConnector({ lookup: guard.lookup, timeout: 15_000 });
  const connectTo = async (
    options: buildConnectorTypes.Options,
    callback: buildConnectorTypes.Callback,
  ): Promise<void> => {
    const { hostname } = options;
    try {
      // `lookup` is not asked for literal addresses, so those are checked here.
      if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) await guard.resolve(hostname);
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connect(options, callback);
  };
  return new Agent({ connect: (options, callback) => void connectTo(options, callback) });
}

/** @throws {FetchError} unless it is an http or https address without a password in it */
function webAddress(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new FetchError(`"${url}" is no http or https address`);
  }
  if (parsed.username || parsed.password) {
    throw new FetchError('Addresses with a user name or password in them are not fetched');
  }
  return parsed;
}

async function readBody(
  response: Response,
  maxBytes: number,
): Promise<{ body: Uint8Array; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    chunks.push(bytes.subarray(0, maxBytes - length));
    length += bytes.length;
    // Leaving the loop cancels the stream, which closes the connection.
    if (length > maxBytes) break;
  }
  return { body: Buffer.concat(chunks), truncated: length > maxBytes };
}

function explain(target: URL, error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BlockedAddressError) return cause.message;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
      return `There is no server named ${target.hostname}, or no network`;
    }
    if (code === 'ECONNREFUSED') return `${target.host} refused the connection`;
    if (!cause.cause) return `${target.href} could not be fetched: ${cause.message}`;
  }
  return `${target.href} could not be fetched: ${String(error)}`;
}

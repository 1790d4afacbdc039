import type { Dispatcher } from 'undici';

/** `fetch` as grammY calls it: with a signal of its own kind, and bodies that may be streams. */
export type BotFetch = (url: string, init: BotRequest) => Promise<Response>;

interface BotRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Of another class than the runtime's. */
  signal?: { aborted: boolean; addEventListener(type: 'abort', listener: () => void): void };
}

/** After so long without a connection over IPv6 one over IPv4 is begun, in milliseconds. */
const nextFamilyAfterMs = 2_000;
const connectMs = 10_000;

/** HTTP of one bot. */
export interface BotHttp {
  fetch: BotFetch;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * HTTP through the proxy that the environment names, or straight; undici is loaded at the first call.
 * @param root of the Bot API: a server on this computer is never asked through a proxy
 */
export function createBotHttp(root: string): BotHttp {
  let made: Promise<Dispatcher> | undefined;
  return {
    async fetch(url, init) {
      const undici = await import('undici');
      const dispatcher = await (made ??= dispatcherFor(root));
      const abort = new AbortController();
      if (init.signal?.aborted) abort.abort();
      init.signal?.addEventListener('abort', () => abort.abort());
      const { method = 'GET', headers = {}, body } = init;
      return (await undici.fetch(url, {
        method,
        // grammY names the connection's kind, which a fetch may not.
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'connection'),
        ),
        body: body as never,
        duplex: 'half',
        signal: abort.signal,
        dispatcher,
      })) as unknown as Response;
    },
    async close() {
      const dispatcher = await made;
      await dispatcher?.destroy();
    },
  };
}

async function dispatcherFor(root: string): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const options = {
    connect: { timeout: connectMs },
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextFamilyAfterMs,
  };
  return isLoopback(root) ? new Agent(options) : new EnvHttpProxyAgent(options);
}

function isLoopback(root: string): boolean {
  const { hostname } = new URL(root);
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

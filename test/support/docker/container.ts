import { fetch as undiciFetch, Agent } from 'undici';

/** What a container is started with, as far as the pages use it. */
export interface ContainerConfig {
  image: string;
  env: Record<string, string>;
  network: 'bridge' | 'host';
  /** Names added to its `/etc/hosts`, with what was given for them: `host-gateway`, or an address. */
  extraHosts: Record<string, string>;
  /** Published ports: on this computer, in the container. */
  ports: [host: number, container: number][];
  /** What is mounted where: a volume's name or a path, and the folder or file in the container. */
  mounts: [source: string, target: string][];
}

/** As much of `fetch` as programs in containers need; the `openai` package takes it as its own. */
export type Fetch = typeof globalThis.fetch;

/**
 * `fetch` as a program in this container has it, on Linux: `127.0.0.1` is the container itself unless
 * it shares the host's network, and `host.docker.internal` is known only when it was added.
 * The stand-in for the gateway leads to this computer's loopback, as Docker Desktop's does.
 */
export function fetchWithin({ network, extraHosts }: ContainerConfig): Fetch {
  const agent = new Agent({
    connect: {
      lookup(hostname, options, callback) {
        const added = extraHosts[hostname];
        const address = added === 'host-gateway' ? '127.0.0.1' : added;
        const known = network === 'host' && hostname === 'localhost' ? '127.0.0.1' : address;
        if (known === undefined) {
          const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
          callback(Object.assign(error, { code: 'ENOTFOUND' }), '', 4);
        } else if (options.all) callback(null, [{ address: known, family: 4 }]);
        else callback(null, known, 4);
      },
    },
  });
  const within = (url: string | URL, init: object = {}): Promise<unknown> => {
    if (network === 'bridge' && /^(127\.|localhost$)/.test(new URL(url).hostname)) {
      return Promise.reject(new Error(`connect ECONNREFUSED ${new URL(url).host}`));
    }
    return undiciFetch(url, { ...init, dispatcher: agent });
  };
  // The two know each other's requests and responses by shape, not by type.
  return within as unknown as Fetch;
}

import type { Agent } from 'node:http';
import { UpstreamTrouble } from '../errors/trouble.ts';
import { isLoopbackUrl } from './loopback.ts';

/** A way through a proxy. */
export interface Proxy {
  agent: Agent;
  /** Host and port. */
  name: string;
}

/**
 * The proxy that the environment names for an origin (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`,
 * `NO_PROXY`); undefined where there is none. Services on this computer are never asked through one.
 * @param idleMs after which unused connections are closed, in milliseconds
 * @throws {UpstreamTrouble} `unreachable_proxy`, when the variable holds no address
 */
export async function proxyFor(origin: string, idleMs: number): Promise<Proxy | undefined> {
  if (isLoopbackUrl(origin)) return undefined;
  const { getProxyForUrl } = await import('proxy-from-env');
  const address = getProxyForUrl(origin);
  if (address === '') return undefined;
  const options = { keepAlive: true, timeout: idleMs };
  const name = hostOf(address);
  if (origin.startsWith('https:')) {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return { agent: new HttpsProxyAgent(address, options), name };
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return { agent: new HttpProxyAgent(address, options), name };
}

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch (cause) {
    // The address may hold a password, so it is not repeated.
    throw new UpstreamTrouble(
      { kind: 'unreachable_proxy', proxy: 'whose address is not valid' },
      { cause },
    );
  }
}

import { networkInterfaces } from 'node:os';
import type { ServerView } from '../../../shared/desktop-state.ts';
import type { Settings } from '../../../shared/settings.ts';
import { isLoopback, urlFor } from '../../server/bind-address.ts';
import type { ServerState } from '../../server/server-control.ts';

/** IP addresses of this computer that others can reach. */
export function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4')
    .map((each) => each.address);
}

/**
 * The server for windows and tray.
 * @param addresses those of this computer, for a server that listens on all of them
 */
export function serverView(
  state: ServerState,
  settings: Settings['server'],
  addresses: readonly string[],
): ServerView {
  const host = state.host ?? settings.host;
  const port = state.port ?? settings.port;
  const { error } = state;
  const onNetwork = state.status === 'running' && !isThisComputer(host);
  return {
    state: state.status === 'error' ? 'failed' : state.status,
    host,
    port,
    baseUrl: state.url === undefined ? null : `${state.url}/v1`,
    onNetwork,
    networkUrls: onNetwork ? reachable(host, port, addresses).map((url) => `${url}/v1`) : [],
    problem: error
      ? {
          message: error.message,
          takenPort: error.code === 'port_in_use' ? (error.port ?? null) : null,
        }
      : null,
  };
}

function isThisComputer(host: string): boolean {
  const bare = withoutBrackets(host);
  const isAddress = /^[\d.]+$/.test(bare) || bare.includes(':');
  return bare === 'localhost' || (isAddress && isLoopback(bare));
}

function reachable(host: string, port: number, addresses: readonly string[]): string[] {
  const bare = withoutBrackets(host);
  if (bare === '0.0.0.0' || bare === '::') return addresses.map((each) => urlFor(each, port));
  return [urlFor(host, port)];
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

import { networkInterfaces } from 'node:os';
import type { ServerView } from '../../../shared/desktop-state.ts';
import type { Settings } from '../../../shared/settings.ts';
import { urlFor } from '../../server/listening/bind-address.ts';
import type { ServerControl } from '../../server/listening/server-control.ts';

/** IP addresses of this computer that others can reach. */
export function networkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((each) => !each.internal && each.family === 'IPv4')
    .map((each) => each.address);
}

/** Where this computer reaches the server, or would: `http://127.0.0.1:8642`. */
export function serverUrl(
  { state }: Pick<ServerControl, 'state'>,
  { host, port }: Settings['server'],
): string {
  return state.url ?? urlFor(host, port);
}

/**
 * The server for windows and tray.
 * @param addresses those of this computer, for a server that listens on all of them
 */
export function serverView(
  server: Pick<ServerControl, 'state' | 'boundToNetwork'>,
  settings: Settings['server'],
  addresses: readonly string[],
): ServerView {
  const { status, error, host = settings.host, port = settings.port } = server.state;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const everywhere = bare === '0.0.0.0' || bare === '::';
  const onNetwork = status === 'running' && server.boundToNetwork;
  const reachable = everywhere ? addresses : [host];
  return {
    state: status === 'error' ? 'failed' : status,
    host,
    address: `${bare.includes(':') ? `[${bare}]` : bare}:${port}`,
    baseUrl: `${serverUrl(server, settings)}/v1`,
    onNetwork,
    networkUrls: onNetwork ? reachable.map((each) => `${urlFor(each, port)}/v1`) : [],
    problem: error
      ? {
          message: error.message,
          takenPort: error.code === 'port_in_use' ? (error.port ?? null) : null,
        }
      : null,
  };
}

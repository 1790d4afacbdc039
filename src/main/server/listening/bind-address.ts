import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ServerStartError } from './server-start-error.ts';

/** The IP address to listen on for a configured host. @throws {ServerStartError} for an unknown name */
export async function resolveBindAddress(host: string): Promise<string> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(bare)) return bare;
  try {
    return (await lookup(bare)).address;
  } catch (cause) {
    throw new ServerStartError(
      `The host name "${host}" is not known on this computer. Choose 127.0.0.1 or another address in Settings › Server.`,
      { code: 'address_unavailable', cause },
    );
  }
}

/** Whether only this computer can reach an IP address. */
export function isLoopback(address: string): boolean {
  return ipaddr.process(address).range() === 'loopback';
}

/** The origin under which this computer reaches a listener; a wildcard address becomes loopback. */
export function urlFor(host: string, port: number): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const name = bare === '0.0.0.0' ? '127.0.0.1' : bare === '::' ? '::1' : bare;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** How many ports after the wanted one are tried before the system may choose. */
const nearbyPorts = 50;

/** A port on an address that nothing listens on: the first free one from `wanted` on, else any. */
export async function findFreePort(address: string, wanted: number): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + nearbyPorts, 65_536); port += 1) {
    if (port > 0 && (await canListen(address, port)) !== undefined) return port;
  }
  const chosen = await canListen(address, 0);
  if (chosen !== undefined) return chosen;
  throw new ServerStartError(`No free port was found on ${address}.`, { code: 'listen_failed' });
}

/** The port that could be bound for a moment, or undefined. */
function canListen(address: string, port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen({ host: address, port, exclusive: true }, () => {
      const bound = probe.address();
      probe.close(() => resolve(bound && typeof bound === 'object' ? bound.port : undefined));
    });
  });
}

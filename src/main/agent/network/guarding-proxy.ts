import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, isIP, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pinnedLookup, type AddressGuard } from './address-guard.ts';
import { BlockedAddressError } from './blocked-address-error.ts';
import { UnlistedHostError } from './listed-hosts.ts';

/** A proxy on loopback, or a socket with a file, through which only what the guard allows is reached. */
export interface GuardingProxy {
  /** `http://127.0.0.1:PORT`; the file of its socket where it has one. */
  readonly url: string;
  /** Why the latest connection to this host was refused; undefined when none was. */
  refusal(host: string): string | undefined;
  /** Hosts that were refused since this moment, in milliseconds since the epoch. */
  refusedSince(moment: number): string[];
  close(): Promise<void>;
}

/** Refusals remembered at most. */
const maxRefusals = 200;
const connectTimeoutMs = 15_000;

/**
 * Starts the proxy. Names are resolved here and not in the browser, and the address that was checked
 * is the one connected to: a page cannot reach what it must not, by whatever name or redirect.
 * @param socketFile where it listens, in place of a port of loopback
 */
export async function startGuardingProxy(
  guard: AddressGuard,
  socketFile?: string,
): Promise<GuardingProxy> {
  const sockets = new Set<Duplex>();
  const refusals = new Map<string, { message: string; at: number }>();

  const refused = (host: string, error: Error): number => {
    const isRefusal = error instanceof BlockedAddressError || error instanceof UnlistedHostError;
    if (!isRefusal) return 502;
    refusals.delete(host);
    refusals.set(host, { message: error.message, at: Date.now() });
    const [oldest] = refusals.keys();
    if (refusals.size > maxRefusals && oldest !== undefined) refusals.delete(oldest);
    return 403;
  };

  /** Plain http: the browser sends the whole address, we send the request on. */
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const target = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '') : undefined;
    if (target?.protocol !== 'http:') {
      outgoing.writeHead(400).end();
      return;
    }
    const fail = (error: Error): void => {
      const status = refused(target.hostname, error);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(status, { 'content-type': 'text/plain' }).end(error.message);
    };
    guard.resolve(target.hostname).then(() => {
      const { 'proxy-connection': _, 'proxy-authorization': __, ...headers } = incoming.headers;
      const onward = request(target, {
        method: incoming.method,
        headers,
        lookup: guard.lookup,
        agent: false,
      });
      onward.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', fail);
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    }, fail);
  };

  /** https and WebSockets: a tunnel to a checked address. */
  const tunnel = (incoming: IncomingMessage, client: Duplex, head: Buffer): void => {
    const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(incoming.url ?? '') ?? [];
    const fail = (error: Error): void => {
      const status = refused(host, error);
      client.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Bad Gateway'}\r\n\r\n`);
    };
    client.on('error', () => client.destroy());
    guard.resolve(host).then((addresses) => {
      const onward: Socket = connect({
        host,
        port: Number(port),
        timeout: connectTimeoutMs,
        autoSelectFamily: true,
        lookup: pinnedLookup(addresses),
      });
      onward.once('timeout', () => onward.destroy(new Error(`${host} did not answer`)));
      onward.once('error', fail);
      onward.once('connect', () => {
        onward.setTimeout(0);
        onward.off('error', fail);
        onward.on('error', () => client.destroy());
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.write(head);
        onward.pipe(client).pipe(onward);
      });
      client.on('close', () => onward.destroy());
      onward.on('close', () => client.destroy());
      sockets.add(onward);
      onward.on('close', () => sockets.delete(onward));
    }, fail);
  };

  const server = createServer(forward);
  server.on('connect', tunnel);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  if (socketFile === undefined) server.listen(0, '127.0.0.1');
  else server.listen(socketFile);
  await once(server, 'listening');
  const address = server.address() as AddressInfo | string;

  return {
    url: typeof address === 'string' ? address : `http://127.0.0.1:${address.port}`,
    refusal: (host) => refusals.get(isIP(host) ? host : host.toLowerCase())?.message,
    refusedSince: (moment) =>
      [...refusals].flatMap(([host, { at }]) => (at >= moment ? [host] : [])),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

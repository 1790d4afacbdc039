import { createServer, type AddressInfo, type Server } from 'node:net';

/** Something that holds a port of this computer; 0 takes a free one. */
export function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** The port that a server holds. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const holder = await occupy(0);
  const port = portOf(holder);
  await new Promise((resolve) => holder.close(resolve));
  return port;
}

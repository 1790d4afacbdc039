import { findPortHolder } from './port-holder.ts';
import { ServerStartError } from './server-start-error.ts';

/** What a failed attempt to listen means and what to do about it; finds who holds a taken port. */
export async function describeListenError(
  cause: unknown,
  host: string,
  port: number,
): Promise<ServerStartError> {
  if (cause instanceof ServerStartError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const process = await findPortHolder(port);
    const holder = process ? `${process.name} (process ${process.pid})` : 'another program';
    return new ServerStartError(
      `Port ${port} is in use by ${holder}. Close it, or use a free port.`,
      { code: 'port_in_use', port, process, cause },
    );
  }
  if (code === 'EACCES') {
    return new ServerStartError(
      `This account may not listen on port ${port}. Choose a port above 1023.`,
      { code: 'permission_denied', port, cause },
    );
  }
  if (code === 'EADDRNOTAVAIL') {
    return new ServerStartError(
      `The address ${host} does not belong to this computer. Choose 127.0.0.1 or another address in Settings › Server.`,
      { code: 'address_unavailable', cause },
    );
  }
  return new ServerStartError(`Cannot listen on ${host} port ${port}: ${message}`, {
    code: 'listen_failed',
    port,
    cause,
  });
}

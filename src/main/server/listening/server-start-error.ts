import type { PortHolder } from './port-holder.ts';

export type ServerStartErrorCode =
  'key_required' | 'port_in_use' | 'permission_denied' | 'address_unavailable' | 'listen_failed';

/** The server cannot listen. Its message says what is wrong and what to do. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
  readonly code: ServerStartErrorCode;
  /** The port that was asked for, where it is at fault. */
  readonly port: number | undefined;
  /** The process that holds the port, where it could be found. */
  readonly process: PortHolder | undefined;

  constructor(
    message: string,
    fields: { code: ServerStartErrorCode; port?: number; process?: PortHolder; cause?: unknown },
  ) {
    super(message, { cause: fields.cause });
    this.code = fields.code;
    this.port = fields.port;
    this.process = fields.process;
  }
}

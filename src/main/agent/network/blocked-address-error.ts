/** A web tool wanted to reach an address it must not. */
export class BlockedAddressError extends Error {
  override readonly name = 'BlockedAddressError';
  readonly host: string;
  readonly address: string;

  constructor(host: string, address: string, kind: 'private' | 'forbidden') {
    const where = host === address ? host : `${host} (${address})`;
    super(
      kind === 'private'
        ? `${where} is an address of this computer or the local network. Web tools may not reach it unless "Allow private addresses" is switched on in Hermes Tray, Settings › Agent.`
        : `${where} is an address that web tools never reach.`,
    );
    this.host = host;
    this.address = address;
  }
}

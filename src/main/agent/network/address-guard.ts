import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { addressKind } from './addresses.ts';
import { BlockedAddressError } from './blocked-address-error.ts';

type LookupCallback = Parameters<LookupFunction>[2];

/** Every address a name stands for. Rejects as `dns.lookup` does. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** Decides which addresses web tools may connect to. */
export interface AddressGuard {
  /**
   * The addresses a host name or an IP address stands for, all of them checked.
   * @throws {BlockedAddressError} if any of them must not be reached: a name that stands for a public
   *   and a private address is a trick
   */
  resolve(host: string): Promise<LookupAddress[]>;
  /**
   * The same as the `lookup` of `net.connect`: the address that was checked is the one connected to,
   * so a name cannot change its meaning in between. It is not asked for literal IP addresses.
   */
  readonly lookup: LookupFunction;
}

/** Asks the resolver of this computer, its hosts file included. */
export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });

/** @param allowPrivate read at each connection, so a change of the setting applies at once */
export function createAddressGuard(
  allowPrivate: () => boolean,
  resolveName: Resolve = resolveBySystem,
): AddressGuard {
  const check = (host: string, address: string): void => {
    const kind = addressKind(address);
    if (kind === 'forbidden' || (kind === 'private' && !allowPrivate())) {
      throw new BlockedAddressError(host, address, kind);
    }
  };
  const resolve = async (host: string): Promise<LookupAddress[]> => {
    const name = host.replace(/^\[|\]$/g, '');
    if (name === '') throw new Error('There is no host name');
    const family = isIP(name);
    const addresses = family === 0 ? await resolveName(name) : [{ address: name, family }];
    for (const { address } of addresses) check(name, address);
    return addresses;
  };
  const lookup = async (
    host: string,
    options: LookupOptions,
    callback: LookupCallback,
  ): Promise<void> => {
    let addresses: LookupAddress[];
    try {
      addresses = await resolve(host);
    } catch (error) {
      callback(error as Error, '', 0);
      return;
    }
    pinnedLookup(addresses)(host, options, callback);
  };
  return {
    resolve,
    lookup: (host, options, callback) => void lookup(host, options, callback),
  };
}

/** A `lookup` that knows these addresses and no others. */
export function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (host, options, callback) => {
    const wanted = addresses.filter(({ family }) => !options.family || options.family === family);
    const [first] = wanted;
    if (options.all) callback(null, wanted);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error(`${host} has no address`), '', 0);
  };
}

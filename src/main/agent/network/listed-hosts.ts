import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { pinnedLookup, resolveBySystem, type AddressGuard, type Resolve } from './address-guard.ts';

/** A host that the person has not listed. */
export class UnlistedHostError extends Error {
  override readonly name = 'UnlistedHostError';

  constructor(readonly host: string) {
    super(`${host} is not among the hosts that programs may reach (agent.networkHosts).`);
  }
}

/**
 * Lets through the hosts of a list: `example.org`, `*.example.org` for all names below it, an address.
 * What a listed name stands for is the person's affair.
 * @param hosts read at each connection, so a change applies at once
 */
export function createListedHosts(
  hosts: () => readonly string[],
  resolveName: Resolve = resolveBySystem,
): AddressGuard {
  const resolve: AddressGuard['resolve'] = async (given) => {
    const host = given.replace(/^\[|\]$|\.$/g, '').toLowerCase();
    if (!hosts().some((listed) => covers(listed.toLowerCase(), host))) {
      throw new UnlistedHostError(host);
    }
    const family = isIP(host);
    return family === 0 ? resolveName(host) : [{ address: host, family }];
  };
  const lookup = async (
    ...[host, options, callback]: Parameters<LookupFunction>
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
  return { resolve, lookup: (...given) => void lookup(...given) };
}

function covers(listed: string, host: string): boolean {
  if (!listed.startsWith('*.')) return listed === host;
  return isIP(host) === 0 && host.endsWith(listed.slice(1)) && host.length > listed.length - 1;
}

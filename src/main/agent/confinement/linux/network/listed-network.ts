import { rmSync } from 'node:fs';
import path from 'node:path';
import type { AddressGuard } from '../../../network/address-guard.ts';
import { startGuardingProxy, type GuardingProxy } from '../../../network/guarding-proxy.ts';

/** The one way out of networks of their own: a proxy outside that decides by host name. */
export class ListedNetwork {
  /** The socket on which it waits. */
  readonly socketFile: string;
  readonly #guard: AddressGuard;
  #proxy: Promise<GuardingProxy> | undefined;
  #running: GuardingProxy | undefined;

  /** @param folder absolute; programs inside do not see it */
  constructor(folder: string, guard: AddressGuard) {
    this.socketFile = path.join(folder, 'proxy');
    this.#guard = guard;
  }

  /** Waits until connections can be made. */
  async ready(): Promise<void> {
    this.#proxy ??= this.#start();
    await this.#proxy;
  }

  /** Hosts that were refused since this moment, in milliseconds since the epoch. */
  refusedSince(moment: number): string[] {
    return this.#running?.refusedSince(moment) ?? [];
  }

  async close(): Promise<void> {
    await (await this.#proxy)?.close();
    rmSync(this.socketFile, { force: true });
  }

  async #start(): Promise<GuardingProxy> {
    // Of a host that ended badly.
    rmSync(this.socketFile, { force: true });
    this.#running = await startGuardingProxy(this.#guard, this.socketFile);
    return this.#running;
  }
}

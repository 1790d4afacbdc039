import { EventEmitter } from 'node:events';
import type { Page } from '../../../../src/main/desktop/ipc/page-watch.ts';

/** A page of a window, as far as its life goes. */
export class FakePage extends EventEmitter {
  #gone = false;

  /** As the calls are given it. */
  get page(): Page {
    return this as unknown as Page;
  }

  isDestroyed(): boolean {
    return this.#gone;
  }

  /** Closes the window. */
  close(): void {
    this.#gone = true;
    this.emit('destroyed');
  }
}

/** Tells whether anybody is there who could answer a question. */
export interface Presence {
  /** Whether a person can be asked now: by a window, or by whoever watches the approvals over HTTP. */
  somebody(): boolean;
  /** Whether somebody may still turn up: there is a key with which approvals can be watched. */
  possible(): boolean;
  /** Somebody who may decide has just looked at what waits. */
  looked(): void;
  /** Somebody who may decide watches from now on. Returns an unsubscribe function; calling it twice does nothing. */
  watch(): () => void;
}

export interface PresenceOptions {
  /** Whether there is a window that asks; a headless host has none. */
  window: boolean;
  /** Whether there is a key with which somebody may decide over HTTP. */
  possible: () => boolean;
  /** For how long somebody who looked counts as there, in milliseconds. Default: 60 s. */
  lastsMs?: number;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/** Nobody is there at first, but for the window. */
export function createPresence(options: PresenceOptions): Presence {
  const { window, possible, lastsMs = 60_000, now = () => performance.now() } = options;
  let watching = 0;
  let lastSeen = Number.NEGATIVE_INFINITY;
  return {
    somebody: () => window || (possible() && (watching > 0 || now() - lastSeen <= lastsMs)),
    possible: () => window || possible(),
    looked() {
      lastSeen = now();
    },
    watch() {
      let active = true;
      watching += 1;
      return () => {
        if (!active) return;
        active = false;
        watching -= 1;
        lastSeen = now();
      };
    },
  };
}

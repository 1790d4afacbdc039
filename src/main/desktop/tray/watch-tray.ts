import { findTray, type TrayPresence } from './find-tray.ts';

/** What is known of the desktop's tray. */
export interface TrayWatch {
  /** Whether the app's icon is nowhere to be seen, and the window is all there is. */
  readonly missing: boolean;
  /** Calls the listener on a change. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
}

/** At login the app may start before the panel: so often it is looked for before it counts as missing. */
const patience = 5;
const lookEveryMs = 2_000;
/** A panel may come later. */
const lookAgainMs = 60_000;

/** Looks for the tray until it is found. */
export function watchTray(
  find: () => Promise<TrayPresence> = () => findTray(process.platform, process.env),
): TrayWatch {
  const listeners = new Set<() => void>();
  let missing = false;
  let misses = 0;

  const look = async (): Promise<void> => {
    const presence = await find();
    misses = presence === 'missing' ? misses + 1 : 0;
    const now = misses >= patience;
    const wait = now ? lookAgainMs : lookEveryMs;
    if (presence === 'missing') setTimeout(() => void look(), wait).unref();
    if (now === missing) return;
    missing = now;
    for (const listener of listeners) listener();
  };
  void look();

  return {
    get missing() {
      return missing;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

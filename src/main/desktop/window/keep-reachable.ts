import { dialog, type App, type BrowserWindow } from 'electron';

/** How long a window manager may take to minimise, in milliseconds; some have no such thing. */
const minimisedWithinMs = 700;

/** Keeps a window within reach where it is the only way to the app. */
export type KeepReachable = (window: BrowserWindow) => void;

/**
 * Closing a window minimises it as long as no tray icon would bring it back; where that does nothing,
 * as with tiling window managers, it is asked what is meant. Quitting closes it all the same.
 */
export function createKeepReachable(
  app: Pick<App, 'on' | 'quit'>,
  tray: { readonly missing: boolean },
): KeepReachable {
  let quitting = false;
  app.on('before-quit', () => (quitting = true));
  return (window) => {
    window.on('close', (event) => {
      if (quitting || !tray.missing) return;
      event.preventDefault();
      window.minimize();
      setTimeout(() => {
        if (!window.isDestroyed() && !window.isMinimized()) void ask(app, window);
      }, minimisedWithinMs);
    });
  };
}

async function ask(app: Pick<App, 'quit'>, window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Hermes Tray',
    message: 'Quit Hermes Tray?',
    detail:
      'This desktop shows no tray icon, so that nothing but this window leads to the app. Quitting ends the server and every run.',
    buttons: ['Keep it open', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) app.quit();
}

import type { AppUpdater } from 'electron-updater';
import type { Logger } from '../../log/logger.ts';

/**
 * The updater of this system.
 * @param devFeed read the feed from `dev-app-update.yml` in the app's folder, for an app that is not
 *   packaged
 */
export async function loadUpdater(logger: Logger, devFeed: boolean): Promise<AppUpdater> {
  // A CommonJS package whose members Node cannot see by name.
  const { default: loaded } = await import('electron-updater');
  const { autoUpdater } = loaded;
  const log = logger.child('updates');
  autoUpdater.logger = {
    info: (text: unknown) => log.debug(String(text)),
    warn: (text: unknown) => log.warn(String(text)),
    error: (text: unknown) => log.warn(String(text)),
  };
  autoUpdater.forceDevUpdateConfig = devFeed;
  return autoUpdater;
}

/** Where the address of the update feed is written, for a packaged app and for one that is not. */
export const feedFiles = { packaged: 'app-update.yml', dev: 'dev-app-update.yml' } as const;

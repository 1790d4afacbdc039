import type { App } from 'electron';
import type { Logger } from '../../log/logger.ts';
import { startedAtLogin } from '../login-item.ts';
import type { Windows } from './windows.ts';

/**
 * A second start by a person and a click in the dock always bring the window; without one the app
 * goes on.
 */
export function showOnDemand(app: App, windows: Windows, logger: Logger): void {
  app.on('second-instance', (_event, argv) => {
    if (!startedAtLogin(app, argv)) windows.showSettings();
  });
  app.on('activate', () => windows.showSettings());
  app.on('window-all-closed', () => logger.debug('All windows are closed; the app goes on'));
}

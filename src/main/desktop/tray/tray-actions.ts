import type { App } from 'electron';
import type { Logger } from '../../log/logger.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import type { Actions } from '../actions.ts';
import type { Updates } from '../updates/updates.ts';
import type { Windows } from '../window/windows.ts';
import type { TrayAction } from './tray-menu.ts';

/** What the tray's menu acts on. */
interface TrayParts {
  app: Pick<App, 'quit'>;
  actions: Actions;
  settings: SettingsStore;
  updates: Updates;
  windows: Windows;
  logger: Logger;
}

/** Performs what is chosen in the tray's menu. What fails is logged, and seen in the state. */
export function trayActions(parts: TrayParts): (action: TrayAction) => void {
  return (action) => {
    perform(action, parts).catch((error: unknown) => {
      parts.logger.error('What was chosen in the tray failed', { action: action.do, error });
    });
  };
}

async function perform(action: TrayAction, parts: TrayParts): Promise<void> {
  const { app, actions, settings, updates, windows } = parts;
  switch (action.do) {
    case 'startServer':
    case 'stopServer':
    case 'useFreePort':
    case 'copyBaseUrl':
    case 'copyApiKey':
    case 'stopAllRuns':
      return actions[action.do]();
    case 'stopRun':
      return actions.stopRun(action.id);
    case 'open':
      return windows.showSettings(action.page);
    case 'showApprovals':
      return windows.showApprovals();
    case 'startAtLogin':
      settings.update({ app: { startAtLogin: action.on } });
      return;
    case 'checkForUpdates':
      // The App page says what comes of it.
      windows.showSettings('app');
      return updates.check();
    case 'installUpdate':
      return updates.install();
    case 'quit':
      return app.quit();
  }
}

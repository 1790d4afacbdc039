import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import type { AppView } from '../../../shared/desktop-state.ts';
import { settingsSchema } from '../../../shared/settings.ts';
import { resolveWorkspace } from '../../settings/workspace.ts';

/** What the App page says of this app and this system. */
export function appView(
  app: Pick<App, 'getVersion'>,
  dataDir: string,
  canStartAtLogin: boolean,
): Omit<AppView, 'noTray'> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    dataDir,
    settingsFile: join(dataDir, 'settings.json'),
    defaultWorkspace: resolveWorkspace(settingsSchema.parse({}), homedir()),
    platform: process.platform,
    canStartAtLogin,
  };
}

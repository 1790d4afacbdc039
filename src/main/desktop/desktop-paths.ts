import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { App } from 'electron';
import { defaultDataDir } from '../settings/file/data-dir.ts';

/** Where the parts of the built app lie; all absolute. */
export interface DesktopPaths {
  /** Folder of the main process's own files, workers among them. */
  main: string;
  preload: string;
  renderer: string;
  trayIcons: string;
  icon: string;
}

/** @param main the folder of the built main process: `import.meta.dirname` of the entry */
export function desktopPaths(main: string): DesktopPaths {
  const assets = join(main, '..', '..', 'assets');
  return {
    main,
    preload: join(main, '..', 'preload', 'index.cjs'),
    renderer: join(main, '..', 'renderer'),
    trayIcons: join(assets, 'tray'),
    icon: join(assets, 'icons', 'icon.png'),
  };
}

/**
 * Names the app to the system, and makes Chromium keep its own files within the data folder. To be called first: the
 * single-instance lock belongs to this folder, so two data folders are two apps.
 * @returns whether the desktop app starts for the first time with this folder
 */
export function useDataDir(app: App, env: NodeJS.ProcessEnv): boolean {
  const { platform } = process;
  const dataDir = env.HERMES_DATA_DIR?.trim()
    ? resolve(env.HERMES_DATA_DIR.trim())
    : defaultDataDir({ platform, env, homeDir: homedir() });
  const sessionData = join(dataDir, 'window');
  const first = !existsSync(sessionData);
  // Windows shows notifications of an app only under the id of its installer (electron-builder.yml).
  app.setAppUserModelId('app.hermes-tray.desktop');
  app.setPath('userData', dataDir);
  app.setPath('sessionData', sessionData);
  return first;
}

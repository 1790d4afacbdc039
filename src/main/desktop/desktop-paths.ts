import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { App } from 'electron';
import { DataDirError } from '../settings/file/data-dir-error.ts';
import { defaultDataDir, openDataDir } from '../settings/file/data-dir.ts';

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

/** The data folder as it was found at the start. */
export interface FoundDataDir {
  /** Why it cannot be used; undefined when it can. */
  problem?: DataDirError;
}

/**
 * Names the app to the system, and makes Chromium keep its own files within the data folder. To be
 * called first: the single-instance lock belongs to this folder, so two data folders are two apps.
 * A folder that cannot be used has room for no lock either, which would look like a second start.
 */
export function useDataDir(app: App, env: NodeJS.ProcessEnv): FoundDataDir {
  const { platform } = process;
  const dataDir = env.HERMES_DATA_DIR?.trim()
    ? resolve(env.HERMES_DATA_DIR.trim())
    : defaultDataDir({ platform, env, homeDir: homedir() });
  // Windows shows notifications of an app only under the id of its installer (electron-builder.yml).
  app.setAppUserModelId('app.hermes-tray.desktop');
  try {
    openDataDir(dataDir);
  } catch (error) {
    if (error instanceof DataDirError) return { problem: error };
    throw error;
  }
  app.setPath('userData', dataDir);
  app.setPath('sessionData', join(dataDir, 'window'));
  return {};
}

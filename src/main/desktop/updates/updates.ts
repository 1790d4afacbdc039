import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { UpdateView } from '../../../shared/desktop-state.ts';
import type { Logger } from '../../log/logger.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import { feedFiles } from './load-updater.ts';

/** Looking for new versions, by the person's choice: install, tell, or never look. */
export interface Updates {
  readonly current: UpdateView;
  onChange(listener: () => void): () => void;
  /** Looks now, whatever the setting says. Failures are in `current`. */
  check(): Promise<void>;
  /** Quits, installs what was downloaded, and starts again; downloads it first where it must. */
  install(): Promise<void>;
}

/** Milliseconds between two looks, and before the first, which need not slow the start. */
const everyMs = 6 * 60 * 60 * 1000;
const firstMs = 20_000;

const idle: UpdateView = { state: 'idle', version: null, progress: null, message: null };

/**
 * Watches for updates as the setting says; a change of the setting applies at once. Nothing is loaded
 * and nothing is asked while it is off.
 */
export function createUpdates(options: {
  settings: Pick<SettingsStore, 'current' | 'onChange'>;
  logger: Logger;
  app: Pick<App, 'isPackaged' | 'getAppPath' | 'releaseSingleInstanceLock'>;
  /** Called once, at the first look. */
  loadUpdater: (logger: Logger, devFeed: boolean) => Promise<AppUpdater>;
  /** Called before the app is replaced; what runs must be closed. */
  beforeInstall: () => Promise<void>;
}): Updates {
  const { app, settings, logger, loadUpdater, beforeInstall } = options;
  const listeners = new Set<() => void>();
  let current: UpdateView = hasFeed(app)
    ? idle
    : { ...idle, state: 'unsupported', message: 'Updates work in the installed app.' };
  let updater: Promise<AppUpdater> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const show = (next: Partial<UpdateView>): void => {
    current = { ...current, ...next };
    for (const listener of listeners) listener();
  };
  const load = async (): Promise<AppUpdater> => {
    updater ??= loadUpdater(logger, !app.isPackaged).then((loaded) => {
      follow(loaded, show);
      return loaded;
    });
    const loaded = await updater;
    const auto = settings.current.app.updates === 'auto';
    loaded.autoDownload = auto;
    loaded.autoInstallOnAppQuit = auto;
    return loaded;
  };

  const check = async (): Promise<void> => {
    if (!['idle', 'current', 'available', 'failed'].includes(current.state)) return;
    show({ state: 'checking', message: null });
    try {
      const loaded = await load();
      const found = await loaded.checkForUpdates();
      if (!found) {
        const message = 'This kind of installation is updated by downloading a new version.';
        return show({ state: 'unsupported', message });
      }
      found.downloadPromise?.catch((error: unknown) => failed(error));
    } catch (error) {
      failed(error);
    }
  };
  const failed = (error: unknown): void => {
    logger.warn('Updating failed', { error });
    show({ state: 'failed', progress: null, message: messageOf(error) });
  };

  const lookIn = (ms: number): void => {
    clearTimeout(timer);
    if (settings.current.app.updates === 'off' || current.state === 'unsupported') return;
    timer = setTimeout(() => {
      void check();
      lookIn(everyMs);
    }, ms).unref();
  };
  lookIn(firstMs);
  settings.onChange((next, previous) => {
    if (next.app.updates === previous.app.updates) return;
    lookIn(0);
    // What was downloaded is installed on quitting only while that is still wanted.
    if (updater) load().catch(failed);
  });

  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check,
    async install() {
      const loaded = await load();
      if (current.state === 'available') await loaded.downloadUpdate();
      await beforeInstall();
      // The new version is started before this one has ended, and must not take it for a first start.
      app.releaseSingleInstanceLock();
      loaded.quitAndInstall();
    },
  };
}

function hasFeed(app: Pick<App, 'isPackaged' | 'getAppPath'>): boolean {
  return app.isPackaged
    ? existsSync(join(process.resourcesPath, feedFiles.packaged))
    : existsSync(join(app.getAppPath(), feedFiles.dev));
}

/** Turns what the updater says into states. */
function follow(updater: AppUpdater, show: (next: Partial<UpdateView>) => void): void {
  updater.on('update-available', ({ version }) => show({ state: 'available', version }));
  updater.on('update-not-available', () => show({ state: 'current', version: null }));
  updater.on('download-progress', ({ percent }) =>
    show({ state: 'downloading', progress: Math.round(percent) }),
  );
  updater.on('update-downloaded', ({ version }) =>
    show({ state: 'ready', version, progress: null }),
  );
  updater.on('error', (error) =>
    show({ state: 'failed', progress: null, message: messageOf(error) }),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

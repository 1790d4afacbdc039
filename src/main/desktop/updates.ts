import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { UpdateView } from '../../shared/desktop-state.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

type UpdateMode = Settings['app']['updates'];

/** Looking for new versions, by the person's choice: install, tell, or never look. */
export interface Updates {
  readonly current: UpdateView;
  onChange(listener: () => void): () => void;
  /** Looks now, whatever the setting says. Failures are in `current`. */
  check(): Promise<void>;
  /** Quits, installs what was downloaded, and starts again; downloads it first where it must. */
  install(): Promise<void>;
}

/** Hours between two looks, and the wait before the first, which need not slow the start. */
const everyMs = 6 * 60 * 60 * 1000;
const firstMs = 20_000;

const idle: UpdateView = { state: 'idle', version: null, progress: null, message: null };

/** Watches for updates. `electron-updater` is loaded at the first look. */
export function createUpdates(options: {
  settings: SettingsStore;
  logger: Logger;
  app: Pick<App, 'isPackaged'>;
  /** Called before the app is replaced; what runs must be closed. */
  beforeInstall: () => Promise<void>;
}): Updates {
  const { app, settings, logger, beforeInstall } = options;
  const supported = app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'));
  const listeners = new Set<() => void>();
  let current: UpdateView = supported
    ? idle
    : { ...idle, state: 'unsupported', message: 'Updates work in the installed app.' };
  let updater: Promise<AppUpdater> | undefined;

  const show = (next: Partial<UpdateView>): void => {
    current = { ...current, ...next };
    for (const listener of listeners) listener();
  };
  const load = (): Promise<AppUpdater> => (updater ??= loadUpdater(show, logger));

  const check = async (mode: UpdateMode): Promise<void> => {
    if (!supported) return;
    show({ state: 'checking', message: null });
    try {
      const loaded = await load();
      loaded.autoDownload = mode === 'auto';
      loaded.autoInstallOnAppQuit = mode === 'auto';
      await loaded.checkForUpdates();
    } catch (error) {
      logger.warn('Looking for updates failed', { error });
      show({ state: 'failed', message: messageOf(error) });
    }
  };

  const watch = async (): Promise<void> => {
    for (let wait = firstMs; ; wait = everyMs) {
      await delay(wait, undefined, { ref: false });
      const { updates } = settings.current.app;
      if (updates !== 'off') await check(updates);
    }
  };
  if (supported) {
    watch().catch((error: unknown) => {
      logger.error('Watching for updates ended', { error });
    });
  }

  return {
    get current() {
      return current;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => check(settings.current.app.updates),
    async install() {
      const loaded = await load();
      if (current.state === 'available') await loaded.downloadUpdate();
      await beforeInstall();
      loaded.quitAndInstall();
    },
  };
}

/** The updater with its events turned into states. */
async function loadUpdater(
  show: (next: Partial<UpdateView>) => void,
  logger: Logger,
): Promise<AppUpdater> {
  // A CommonJS package whose members Node cannot see by name.
  const { default: loaded } = await import('electron-updater');
  const { autoUpdater } = loaded;
  const log = logger.child('updates');
  autoUpdater.logger = {
    info: (text: unknown) => log.debug(String(text)),
    warn: (text: unknown) => log.warn(String(text)),
    error: (text: unknown) => log.warn(String(text)),
  };
  autoUpdater.on('update-available', ({ version }) => show({ state: 'available', version }));
  autoUpdater.on('update-not-available', () => show({ state: 'current', version: null }));
  autoUpdater.on('download-progress', ({ percent }) =>
    show({ state: 'downloading', progress: Math.round(percent) }),
  );
  autoUpdater.on('update-downloaded', ({ version }) =>
    show({ state: 'ready', version, progress: null }),
  );
  autoUpdater.on('error', (error) => show({ state: 'failed', message: messageOf(error) }));
  return autoUpdater;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

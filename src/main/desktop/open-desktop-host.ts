import { homedir } from 'node:os';
import { safeStorage, type App } from 'electron';
import ElectronStore from 'electron-store';
import { createHost, type Host } from '../host.ts';
import { logCrashes } from '../log/log-crashes.ts';
import { openLog } from '../log/open-log.ts';
import { ensureApiKey } from '../settings/secrets/api-key.ts';
import { openConfiguration } from '../settings/configuration.ts';
import { watchKnownSecrets } from '../settings/secrets/known-secrets.ts';
import { hasTerminal } from '../system/environment/user-environment.ts';
import type { DesktopPaths } from './desktop-paths.ts';
import { protectSecrets } from './safe-storage-cipher.ts';

/** The host as the desktop app runs it. */
export interface DesktopHost {
  host: Host;
  /** Null while secrets are encrypted by the system. */
  secretsWarning: string | null;
  /** Ends the host, then writes what is left of the log. */
  close: () => Promise<void>;
}

/**
 * Opens settings (electron-store), secrets (safeStorage), log and host. The app must be ready.
 * @throws {SettingsError} when a variable is invalid; {DataDirError} when the folder cannot be used.
 */
export function openDesktopHost(options: {
  app: Pick<App, 'getVersion' | 'isPackaged'>;
  paths: Pick<DesktopPaths, 'main'>;
}): DesktopHost {
  const { app, paths } = options;
  const { cipher, warning } = protectSecrets(safeStorage, process.platform);
  const { dataDir, settings, secrets } = openConfiguration({
    surroundings: { platform: process.platform, env: process.env, homeDir: homedir() },
    cwd: process.cwd(),
    openConf: ({ configName, ...rest }) => new ElectronStore({ ...rest, name: configName }),
    cipher,
  });
  const { logger, logs, redactor, flush } = openLog({
    dataDir,
    level: settings.current.app.logLevel,
    // An installed app has no terminal.
    print: app.isPackaged ? undefined : (line) => process.stderr.write(line),
  });
  watchKnownSecrets(settings, secrets, (values) => redactor.setKnown(values));
  settings.onChange((next) => (logger.level = next.app.logLevel));
  for (const notice of settings.notices) logger.child('settings').warn(notice);
  logCrashes(process, logger);
  ensureApiKey(secrets);

  const host = createHost({
    dataDir,
    version: app.getVersion(),
    settings,
    secrets,
    logger,
    logs,
    redactor,
    workers: paths.main,
    defaultApprovals: 'ask',
    hasTerminal: hasTerminal(),
  });
  return {
    host,
    secretsWarning: warning,
    async close() {
      await host.close();
      await flush();
    },
  };
}

import { defaultDataDir, openDataDir, type Surroundings } from './file/data-dir.ts';
import { readEnvironment } from './given/environment.ts';
import { openSettings } from './open-settings.ts';
import { impliedSettings, mergeOverrides, type Overrides } from './given/overrides.ts';
import { openSecrets, type Cipher, type SecretVault } from './secrets/secrets.ts';
import type { SettingsStore } from './settings-store.ts';
import type { OpenConf } from './file/store-file.ts';

/** The settings and secrets of a host, and where they are kept. */
export interface Configuration {
  /** Absolute; exists and is writable. */
  dataDir: string;
  settings: SettingsStore;
  secrets: SecretVault;
}

/**
 * Opens settings and secrets as both hosts need them: flag over environment over saved over default.
 * What happened to the files on the way is in `settings.notices`.
 * @throws {SettingsError} when a variable is invalid; {DataDirError} when the folder cannot be used.
 */
export function openConfiguration(options: {
  /** What the command line sets. Left out: nothing. */
  flags?: Overrides;
  surroundings: Surroundings;
  /** The folder that relative paths in variables start from. */
  cwd: string;
  openConf: OpenConf;
  cipher: Cipher;
}): Configuration {
  const { flags, surroundings, cwd, openConf, cipher } = options;
  const { env, homeDir } = surroundings;
  const environment = readEnvironment(env, { homeDir, cwd });
  const overrides = flags ? mergeOverrides(environment, flags) : environment;
  const { locked } = overrides;
  const dataDir = overrides.dataDir ?? defaultDataDir(surroundings);
  openDataDir(dataDir);
  const secrets = openSecrets({ dataDir, openConf, cipher, overrides: overrides.secrets, locked });
  const settings = openSettings({
    dataDir,
    openConf,
    secrets,
    overrides: overrides.settings,
    implied: impliedSettings(overrides),
    locked,
    warnings: overrides.warnings,
  });
  return { dataDir, settings, secrets };
}

import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../shared/is-record.ts';
import {
  settingsPatchSchema,
  settingsSchema,
  type LockedSetting,
  type Settings,
  type SettingsPatch,
} from '../../shared/settings.ts';
import { joinMcpServers, splitMcpServers } from './secrets/mcp-secrets.ts';
import { migrate, settingsMigrations, settingsVersion, type Migration } from './file/migrations.ts';
import { overlay, readSavedSettings, type SavedSettings } from './file/saved-settings.ts';
import type { SecretVault } from './secrets/secrets.ts';
import { issuesOf, SettingsError, type SettingsIssue } from './settings-error.ts';
import type { SettingsStore } from './settings-store.ts';
import { openStoreFile, type OpenConf, type StoreFile } from './file/store-file.ts';

/** Where settings come from, and what overrides them. */
export interface OpenSettingsOptions {
  /** Absolute; exists and is writable. */
  dataDir: string;
  openConf: OpenConf;
  /** Keeps the values of MCP headers and variables. */
  secrets: Pick<SecretVault, 'notices' | 'mcpValues' | 'lostMcpValues' | 'replaceMcpValues'>;
  /** What variables and flags set. */
  overrides?: SettingsPatch;
  /** Defaults that follow from variables and flags; a saved setting beats them. */
  implied?: SettingsPatch;
  /** What cannot be changed because of `overrides`. */
  locked?: readonly LockedSetting[];
  /** What is to be known of variables and flags. */
  warnings?: readonly string[];
  now?: () => Date;
  /** For tests: another history of the file's layout. */
  migrations?: Readonly<Record<number, Migration>>;
  version?: number;
}

/**
 * Opens `settings.json` in the data folder. It holds only what the person chose. Whatever is wrong
 * with it becomes a notice: a damaged file is moved aside, a bad field falls back to its default
 * after the whole file was copied aside.
 * @throws {DataDirError} when the folder cannot be used.
 */
export function openSettings(options: OpenSettingsOptions): SettingsStore {
  const { dataDir, openConf, secrets, now = () => new Date() } = options;
  const { migrations = settingsMigrations, version = settingsVersion } = options;
  const file = openStoreFile({ dataDir, name: 'settings', openConf, now });
  const notices = [...(options.warnings ?? []), ...secrets.notices, ...file.notices];

  const { data, from } = migrate(file.read(), migrations, version);
  const stored = isRecord(data.mcpServers) ? data.mcpServers : {};
  const { servers, missing, plain } = joinMcpServers(stored, secrets.mcpValues);
  const { saved, problems } = readSavedSettings(
    isRecord(data.mcpServers) ? { ...data, mcpServers: servers } : data,
  );
  const store = new FileSettingsStore(options, file, saved, notices, version);

  notices.push(
    ...missing.map((name) => `${name} has no value any more and must be entered again.`),
  );
  if (from > version) {
    problems.unshift(`it was written by a newer version of Hermes Tray (layout ${from}).`);
  }
  if (problems.length > 0) {
    const copy = file.keepCopy('repaired');
    notices.push(...problems.map((problem) => `settings.json: ${problem}`));
    notices.push(`The settings file as it was is kept as ${copy}.`);
  }
  if (problems.length > 0 || plain || from !== version) store.save(saved);
  return store;
}

class FileSettingsStore implements SettingsStore {
  readonly locked: readonly LockedSetting[];
  readonly notices: readonly string[];
  readonly #options: OpenSettingsOptions;
  readonly #file: StoreFile;
  readonly #version: number;
  readonly #listeners = new Set<(next: Settings, previous: Settings) => void>();
  #saved: SavedSettings;
  #current: Settings;

  constructor(
    options: OpenSettingsOptions,
    file: StoreFile,
    saved: SavedSettings,
    notices: readonly string[],
    version: number,
  ) {
    this.#options = options;
    this.#file = file;
    this.#version = version;
    this.#saved = saved;
    this.#current = this.#effective(saved);
    this.locked = options.locked ?? [];
    this.notices = notices;
  }

  get current(): Settings {
    return this.#current;
  }

  update(patch: SettingsPatch): Settings {
    const parsed = settingsPatchSchema.safeParse(patch);
    if (!parsed.success) throw new SettingsError(issuesOf(parsed.error));
    this.#refuseLocked(parsed.data);
    return this.#change(overlay(this.#saved, parsed.data));
  }

  reset(): Settings {
    return this.#change({});
  }

  onChange(listener: (next: Settings, previous: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Writes the secrets file where MCP values have changed, then this one.
   * @throws {DataDirError} when they cannot be saved.
   */
  save(saved: SavedSettings): void {
    const { secrets } = this.#options;
    const { stored, values, lost } = splitMcpServers(saved.mcpServers ?? {}, secrets.lostMcpValues);
    if (!isDeepStrictEqual(values, secrets.mcpValues) || lost.length < secrets.lostMcpValues.size) {
      secrets.replaceMcpValues(values, lost);
    }
    const servers = saved.mcpServers ? { mcpServers: stored } : {};
    this.#file.write({ version: this.#version, ...saved, ...servers });
  }

  #change(saved: SavedSettings): Settings {
    const next = this.#effective(saved);
    if (!isDeepStrictEqual(saved, this.#saved)) this.save(saved);
    const previous = this.#current;
    this.#saved = saved;
    if (isDeepStrictEqual(next, previous)) return previous;
    this.#current = next;
    for (const listener of this.#listeners) listener(next, previous);
    return next;
  }

  /** Flag over environment over saved over default; checked as a whole. */
  #effective(saved: SavedSettings): Settings {
    const { implied = {}, overrides = {} } = this.#options;
    const result = settingsSchema.safeParse(overlay(implied, saved, overrides));
    if (!result.success) throw new SettingsError(issuesOf(result.error));
    return result.data;
  }

  #refuseLocked(patch: SettingsPatch): void {
    const issues: SettingsIssue[] = this.locked
      .filter(({ path }) => touches(patch, path))
      .map(({ path, name }) => ({ path, message: `is set by ${name} and cannot be changed here` }));
    if (issues.length > 0) throw new SettingsError(issues);
  }
}

/** Whether a change has this field, be it to the value it has already. */
function touches(patch: SettingsPatch, path: string): boolean {
  let part: unknown = patch;
  for (const name of path.split('.')) {
    if (!isRecord(part) || !Object.hasOwn(part, name)) return false;
    part = part[name];
  }
  return true;
}

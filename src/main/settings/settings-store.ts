import type { LockedSetting, SecretName, Settings, SettingsPatch } from '../../shared/settings.ts';

/** The settings in force, and the way to change the saved ones. */
export interface SettingsStore {
  /** Flag over environment over saved over default. A new object after every change. */
  readonly current: Settings;
  /** What the environment and the command line set; it cannot be changed here. */
  readonly locked: readonly LockedSetting[];
  /** What happened when the file was read, for the person: a damaged file moved aside, say. */
  readonly notices: readonly string[];
  /**
   * Checks a change, saves it and tells the listeners.
   * @throws {SettingsError} naming each bad field; then nothing is saved.
   */
  update(patch: SettingsPatch): Settings;
  /** Puts every saved setting back to its default. */
  reset(): Settings;
  onChange(listener: (next: Settings, previous: Settings) => void): () => void;
}

/** Keys and tokens, kept apart from the settings. */
export interface Secrets {
  /** Whether the values are encrypted at rest. */
  readonly encrypted: boolean;
  /** Undefined where none is set. Environment and flags come first. */
  get(name: SecretName): string | undefined;
  /**
   * Saves a value, or removes it.
   * @throws {SettingsError} when the environment or a flag sets it.
   */
  set(name: SecretName, value: string | undefined): void;
  onChange(listener: (name: SecretName) => void): () => void;
}

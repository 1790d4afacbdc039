/** The layout of the settings file that this version writes. */
export const settingsVersion = 1;

/** Turns a file's content of one version into the next. May change what it is given. */
export type Migration = (data: Record<string, unknown>) => Record<string, unknown>;

/**
 * From which version each migration leads to the next. Empty as long as version 1 is the only one;
 * a change of the layout adds an entry here and raises `settingsVersion`.
 */
export const settingsMigrations: Readonly<Record<number, Migration>> = {};

/**
 * Brings a file's content to the newest layout, step by step. A file without a version has the
 * newest one, as a person writes it by hand. Content from a newer version is left as it is.
 */
export function migrate(
  data: Record<string, unknown>,
  migrations: Readonly<Record<number, Migration>> = settingsMigrations,
  newest: number = settingsVersion,
): { data: Record<string, unknown>; from: number } {
  const from = Number.isInteger(data.version) ? (data.version as number) : newest;
  let migrated = data;
  for (let version = from; version < newest; version += 1) {
    migrated = migrations[version]?.(migrated) ?? migrated;
  }
  return { data: migrated, from };
}

/** The folders that decide what a path means; all absolute, links followed. */
export interface Folders {
  workspace: string;
  home: string;
  /** Our own data folder: settings, secrets, store, logs. */
  dataDir: string;
}

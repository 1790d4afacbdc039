import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, win32 } from 'node:path';
import { DataDirError } from './data-dir-error.ts';

/** What the default folder depends on: `process.platform`, `process.env` and `os.homedir()`. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  homeDir: string;
}

/** Where settings, store, memories and logs are kept when nobody says otherwise; absolute. */
export function defaultDataDir({ platform, env, homeDir }: Surroundings): string {
  if (platform === 'win32') {
    return win32.join(env.APPDATA ?? win32.join(homeDir, 'AppData', 'Roaming'), 'hermes-tray');
  }
  if (platform === 'darwin') {
    return posix.join(homeDir, 'Library', 'Application Support', 'hermes-tray');
  }
  // The XDG specification: a relative path is invalid and is to be ignored.
  const configHome = env.XDG_CONFIG_HOME?.startsWith('/')
    ? env.XDG_CONFIG_HOME
    : posix.join(homeDir, '.config');
  return posix.join(configHome, 'hermes-tray');
}

/**
 * Makes the data folder where it is missing, for its owner only, and makes sure that it can be written.
 * @throws {DataDirError} naming the folder.
 */
export function openDataDir(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new DataDirError(folder, 'be made', error);
  }
  assertWritable(folder);
}

/**
 * Makes a folder and those above it. Not by `recursive`: where the system says that a folder is
 * missing though the one above it is there, as in /proc, Node goes on trying for ever.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return assertFolder(folder);
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another host made it meanwhile, or it is a link that leads nowhere.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    assertFolder(folder);
  }
}

function assertFolder(path: string): void {
  if (!statSync(path).isDirectory()) throw new Error(`${path} is a file`);
}

/**
 * Writes and removes an empty file: only that tells of read-only file systems and access lists too.
 * @throws {DataDirError} naming the folder.
 */
export function assertWritable(folder: string): void {
  const probe = join(folder, `.writable-${process.pid}`);
  try {
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new DataDirError(folder, 'be written', error);
  }
}

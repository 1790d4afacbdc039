import { chmodSync, copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../../shared/is-record.ts';
import { assertWritable } from './data-dir.ts';
import { DataDirError } from './data-dir-error.ts';

/** What we use of `Conf`, and so of `ElectronStore`, which extends it. */
export interface ConfLike {
  /** The whole content; reading reads the file, assigning replaces it atomically. */
  store: Record<string, unknown>;
}

/** Options of `conf`; electron-store calls `configName` `name`. */
export interface ConfFileOptions {
  /** The data folder. */
  cwd: string;
  configName: string;
  configFileMode: number;
  serialize: (data: Record<string, unknown>) => string;
  deserialize: (text: string) => Record<string, unknown>;
}

/** Opens a JSON file of the data folder: `(options) => new Conf(options)`. */
export type OpenConf = (options: ConfFileOptions) => ConfLike;

/** One JSON file of the data folder, mode 0600, written atomically. */
export interface StoreFile {
  /** Absolute. */
  readonly path: string;
  /** What happened when it was opened, for the person. */
  readonly notices: readonly string[];
  /**
   * What the file holds now; empty when there is none.
   * @throws {DataDirError} when it has become unreadable since it was opened.
   */
  read(): Record<string, unknown>;
  /** @throws {DataDirError} when it cannot be saved; the file is then as it was. */
  write(data: Record<string, unknown>): void;
  /** Copies the file as it is to `<name>.<label>-<time>.json` beside it; gives that name. */
  keepCopy(label: string): string;
}

/**
 * Opens `<name>.json`. A file that cannot be read is moved aside, kept, and named in `notices`.
 * @throws {DataDirError} when even that fails.
 */
export function openStoreFile(options: {
  dataDir: string;
  name: string;
  openConf: OpenConf;
  now: () => Date;
}): StoreFile {
  const { dataDir, name, openConf, now } = options;
  const path = join(dataDir, `${name}.json`);
  const asideName = (label: string): string => `${name}.${label}-${fileTime(now())}.json`;
  const open = (): ConfLike =>
    openConf({
      cwd: dataDir,
      configName: name,
      configFileMode: 0o600,
      serialize: (data) => `${JSON.stringify(data, undefined, 2)}\n`,
      deserialize: parseObject,
    });

  const notices: string[] = [];
  let conf: ConfLike;
  try {
    conf = open();
  } catch (error) {
    if (!existsSync(path)) throw new DataDirError(dataDir, 'be used', error);
    const aside = asideName('damaged');
    try {
      renameSync(path, join(dataDir, aside));
      conf = open();
    } catch (cause) {
      throw new DataDirError(dataDir, 'be used', cause);
    }
    notices.push(
      `${name}.json could not be read (${reasonOf(error)}). It was kept as ${aside}, ` +
        'and everything in it starts from its defaults.',
    );
  }

  return {
    path,
    notices,
    read() {
      try {
        return conf.store;
      } catch (error) {
        throw new DataDirError(dataDir, 'be read', error);
      }
    },
    write(data) {
      // conf tries again for a second where writing is not permitted, and would hold up the host.
      assertWritable(dataDir);
      try {
        conf.store = data;
      } catch (error) {
        throw new DataDirError(dataDir, 'be written', error);
      }
    },
    keepCopy(label) {
      const aside = asideName(label);
      const target = join(dataDir, aside);
      try {
        copyFileSync(path, target);
        chmodSync(target, 0o600);
      } catch (error) {
        throw new DataDirError(dataDir, 'be written', error);
      }
      return aside;
    },
  };
}

/** A JSON object; some editors put a byte order mark before it. */
function parseObject(text: string): Record<string, unknown> {
  const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (!isRecord(data)) throw new SyntaxError('it holds no JSON object');
  return data;
}

/** A time as a part of file names, also on Windows. */
function fileTime(time: Date): string {
  return time.toISOString().replaceAll(/[:.]/g, '-');
}

/** Why it could not be read, without quoting the file, which may hold secrets. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'it is not valid JSON';
  return error instanceof Error ? error.message : String(error);
}

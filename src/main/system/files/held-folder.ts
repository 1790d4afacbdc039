import { constants } from 'node:fs';
import { mkdir, open, readlink, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './paths.ts';
import type { CheckRealPath } from './real-path.ts';

/** `O_PATH`, which Node does not name: holds a folder without reading it. */
const hold = 0o10000000;

/**
 * A folder that stays the same one whatever becomes of its path: on Linux what is done by {@link at}
 * is done in the folder that was opened, though somebody puts a link in its place meanwhile. Other
 * systems have no path that begins at an open folder: there `at` gives the path as it was, and a link
 * is noticed only when the folder is entered.
 */
export class HeldFolder {
  /** Absolute; no link was in it when it was opened. */
  readonly real: string;
  readonly #handle: FileHandle | undefined;

  private constructor(real: string, handle: FileHandle | undefined) {
    this.real = real;
    this.#handle = handle;
  }

  /**
   * Opens a folder.
   * @param check told where it really lies
   * @throws ENOENT, ENOTDIR, EACCES …; what the check throws
   */
  static async open(folder: string, check?: CheckRealPath): Promise<HeldFolder> {
    if (process.platform !== 'linux') return HeldFolder.#byPath(folder, check);
    const handle = await open(folder, hold | constants.O_DIRECTORY);
    return HeldFolder.#of(handle, folder, check);
  }

  /**
   * The same, making what of its path is not there.
   * @param check told where it really lies, or will, before anything is made
   */
  static async make(folder: string, check?: CheckRealPath): Promise<HeldFolder> {
    const missing: string[] = [];
    for (let existing = folder; ; existing = path.dirname(existing)) {
      let held: HeldFolder;
      try {
        held = await HeldFolder.open(existing, (real) => check?.(path.join(real, ...missing)));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' || existing === path.dirname(existing)) throw error;
        missing.unshift(path.basename(existing));
        continue;
      }
      for (const name of missing) held = await held.#makeInner(name);
      return held;
    }
  }

  /** The path of what has this name in the folder; should that be a link, it is for the caller not to follow it. */
  at(name: string): string {
    const folder = this.#handle ? `/proc/self/fd/${this.#handle.fd}` : this.real;
    return path.join(folder, name);
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  /** Goes on to a folder within, which is made unless it is there, and lets go of this one. */
  async #makeInner(name: string): Promise<HeldFolder> {
    const folder = this.at(name);
    try {
      await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      if (!this.#handle) return await HeldFolder.#byPath(folder);
      // It was not there before: a link there by now was put in the way.
      const inner = await open(folder, hold | constants.O_DIRECTORY | constants.O_NOFOLLOW);
      return await HeldFolder.#of(inner, folder);
    } finally {
      await this.close();
    }
  }

  static async #of(handle: FileHandle, folder: string, check?: CheckRealPath): Promise<HeldFolder> {
    try {
      const real = await readlink(`/proc/self/fd/${handle.fd}`);
      check?.(real);
      return new HeldFolder(real, handle);
    } catch (error) {
      await handle.close();
      // Where there is no /proc a folder can be used by its path alone.
      if (isMissing(error)) return HeldFolder.#byPath(folder, check);
      throw error;
    }
  }

  static async #byPath(folder: string, check?: CheckRealPath): Promise<HeldFolder> {
    const real = await realpath(folder);
    check?.(real);
    return new HeldFolder(real, undefined);
  }
}

import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../../../system/files/paths.ts';
import { cachePlaces } from '../../places/cache-places.ts';
import type { OwnersFolders } from '../../places/read-places.ts';

const ownersFolders = ['tmp', 'var-tmp', 'run'];

/** Folders of a conversation that nobody has used for so long are removed, in milliseconds. */
const keptMs = 7 * 24 * 3_600_000;

/** The folders of the agent's own that programs inside the wall may change; they lie in the data folder. */
export class PrivateFolders {
  /** Holds the caches. */
  readonly caches: string;
  /** Holds the folders of all owners. */
  readonly owners: string;
  /** An empty file that nobody can change, beside the folders of owners. */
  readonly emptyFile: string;
  readonly emptyFolder: string;
  readonly #root: string;
  readonly #users = new Map<string, number>();

  /** @param root absolute; made when it is first needed */
  constructor(root: string) {
    this.#root = root;
    this.caches = path.join(root, 'caches');
    this.owners = path.join(root, 'conversations');
    this.emptyFile = path.join(this.owners, '.empty');
    this.emptyFolder = path.join(root, 'empty-folder');
  }

  /** Makes what all programs need. */
  prepare(): void {
    mkdirSync(this.#root, { recursive: true, mode: 0o700 });
    for (const { path: cache } of cachePlaces) {
      mkdirSync(path.join(this.caches, cache), { recursive: true });
    }
    mkdirSync(this.owners, { recursive: true });
    mkdirSync(this.emptyFolder, { recursive: true });
    if (lstatSync(this.emptyFile, { throwIfNoEntry: false })) chmodSync(this.emptyFile, 0o600);
    writeFileSync(this.emptyFile, '');
    chmodSync(this.emptyFile, 0o444);
  }

  /** Makes an owner's folders, and keeps them until {@link release}. */
  acquire(owner: string): OwnersFolders {
    const folder = this.#folderOf(owner);
    this.#users.set(folder, (this.#users.get(folder) ?? 0) + 1);
    return this.make(owner);
  }

  /** Makes an owner's folders, unless they are there. */
  make(owner: string): OwnersFolders {
    const folder = this.#folderOf(owner);
    const folders = {
      temporary: path.join(folder, 'tmp'),
      lastingTemporary: path.join(folder, 'var-tmp'),
      runtime: path.join(folder, 'run'),
    };
    mkdirSync(folders.temporary, { recursive: true });
    mkdirSync(folders.lastingTemporary, { recursive: true });
    mkdirSync(folders.runtime, { recursive: true, mode: 0o700 });
    chmodSync(folders.temporary, 0o1777);
    chmodSync(folders.lastingTemporary, 0o1777);
    const now = new Date();
    utimesSync(folder, now, now);
    return folders;
  }

  /** Says that a program that used them has ended. Folders with nothing in them go at once. */
  release(owner: string): void {
    const folder = this.#folderOf(owner);
    const users = (this.#users.get(folder) ?? 1) - 1;
    if (users > 0) {
      this.#users.set(folder, users);
      return;
    }
    this.#users.delete(folder);
    for (const name of ownersFolders) removeIfEmpty(path.join(folder, name));
    removeIfEmpty(folder);
  }

  /** Removes an owner's folders with all that is in them, unless a program still uses them. */
  async forget(owner: string): Promise<void> {
    const folder = this.#folderOf(owner);
    // What was just ended may still be at it.
    const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
    if (!this.#users.has(folder)) await rm(folder, options);
  }

  /** Removes what nobody has used for a week. */
  async tidy(): Promise<void> {
    for (const name of await namesIn(this.owners)) {
      if (name.startsWith('.')) continue;
      const folder = path.join(this.owners, name);
      const { mtimeMs } = await stat(folder);
      const isOld = Date.now() - mtimeMs > keptMs;
      if (isOld && !this.#users.has(folder)) await rm(folder, { recursive: true, force: true });
    }
  }

  #folderOf(owner: string): string {
    return path.join(this.owners, nameFor(owner));
  }
}

function nameFor(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isMissing(error) && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

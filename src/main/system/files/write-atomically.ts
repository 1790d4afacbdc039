import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './paths.ts';
import { realPathOf, type CheckRealPath } from './real-path.ts';

/** A new content of a file that lies ready beside it. */
export interface PreparedWrite {
  /** Puts it in place of the old content, in one step. */
  commit(): Promise<void>;
  /** Removes it. After a commit it does nothing. */
  discard(): Promise<void>;
}

/** What of a file that is replaced its successor keeps. */
interface FileFacts {
  uid: number;
  gid: number;
  mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

/**
 * Replaces the content of a file, or makes it, in one step: whoever reads it, and whatever fails,
 * finds the old content or the new one and never a part. Makes missing folders; keeps mode and owner.
 * @param target its real path: a link there would be replaced, not followed
 * @param check told the real path before anything is written there
 * @throws EACCES where the file may not be written, EISDIR for a folder, ENOSPC …; what the check throws
 */
export async function writeAtomically(
  target: string,
  content: string | Uint8Array,
  check?: CheckRealPath,
): Promise<void> {
  const prepared = await prepareWrite(target, content, { check });
  try {
    await prepared.commit();
  } finally {
    await prepared.discard();
  }
}

/**
 * The first half of {@link writeAtomically}: all that can fail for want of space or permission.
 * @param options.like a file whose mode and owner a new file gets
 */
export async function prepareWrite(
  target: string,
  content: string | Uint8Array,
  { like = target, check }: { like?: string; check?: CheckRealPath } = {},
): Promise<PreparedWrite> {
  check?.(target);
  const existing = await statOf(target);
  if (existing && !existing.isFile()) {
    const code = existing.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${code}: not a regular file: ${target}`), { code });
  }
  // Renaming asks only the folder for permission; a read-only file is meant to stay as it is.
  if (existing) await access(target, constants.W_OK);
  else await mkdir(path.dirname(target), { recursive: true });
  const name = `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = path.join(path.dirname(target), name.length > 255 ? name.slice(-60) : name);
  try {
    await writeTemporary(temporary, content, {
      like: existing ?? (await statOf(like)),
      checkFolder: check && ((folder) => check(path.join(folder, path.basename(target)))),
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return {
    commit: () => rename(temporary, target),
    discard: () => rm(temporary, { force: true }),
  };
}

async function writeTemporary(
  temporary: string,
  content: string | Uint8Array,
  { like, checkFolder }: { like: FileFacts | undefined; checkFolder: CheckRealPath | undefined },
): Promise<void> {
  const file = await open(temporary, 'wx', 0o666);
  try {
    // A folder on the way may have become a link. Once this file lies in the right folder, putting it
    // in place cannot lead elsewhere: there is no such file there.
    checkFolder?.(path.dirname(await realPathOf(file, temporary)));
    await file.writeFile(content);
    if (like && process.platform !== 'win32') {
      const own = await file.stat();
      if (own.uid !== like.uid || own.gid !== like.gid) {
        await file.chown(like.uid, like.gid);
      }
      await file.chmod(like.mode & 0o7777);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function statOf(absolute: string): Promise<FileFacts | undefined> {
  try {
    return await stat(absolute);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

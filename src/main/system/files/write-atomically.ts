import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HeldFolder } from './held-folder.ts';
import { isMissing } from './paths.ts';
import { realPath, type CheckRealPath } from './real-path.ts';

/** A new content of a file that lies ready beside it. */
export interface PreparedWrite {
  /** Puts it in place of the old content, in one step. */
  commit(): Promise<void>;
  /** Removes it, unless it was put there, and lets go of the folder; to be called in any case. */
  discard(): Promise<void>;
}

/** What of a file that is replaced its successor keeps. */
interface FileFacts {
  uid: number;
  gid: number;
  mode: number;
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
 * The first half of {@link writeAtomically}: all that can fail for want of space or permission. Both
 * halves happen in the one folder that was checked, which is held until then.
 * @param options.like a file whose mode and owner a new file gets
 */
export async function prepareWrite(
  target: string,
  content: string | Uint8Array,
  { like, check }: { like?: string; check?: CheckRealPath } = {},
): Promise<PreparedWrite> {
  const name = path.basename(target);
  const folder = await HeldFolder.make(path.dirname(target), (real) =>
    check?.(path.join(real, name)),
  );
  const file = folder.at(name);
  const made = `.${name}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = folder.at(made.length > 255 ? made.slice(-60) : made);
  const discard = async (): Promise<void> => {
    await rm(temporary, { force: true });
    await folder.close();
  };
  try {
    const existing = await regularFile(file, target);
    // Renaming asks only the folder for permission; a read-only file is meant to stay as it is.
    if (existing) await access(file, constants.W_OK);
    await writeTemporary(
      temporary,
      content,
      existing ?? (like === undefined ? undefined : await statOf(like)),
    );
    // Nothing can lead it elsewhere any more; who reads that path would find something else, though.
    check?.(await realPath(target));
  } catch (error) {
    await discard();
    throw error;
  }
  return { commit: () => rename(temporary, file), discard };
}

/** Of the file that is replaced; undefined where there is none, or a link, which is not followed. */
async function regularFile(file: string, target: string): Promise<FileFacts | undefined> {
  try {
    const found = await lstat(file);
    if (found.isSymbolicLink()) return undefined;
    if (found.isFile()) return found;
    const code = found.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${code}: not a regular file: ${target}`), { code });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function writeTemporary(
  temporary: string,
  content: string | Uint8Array,
  like: FileFacts | undefined,
): Promise<void> {
  const file = await open(temporary, 'wx', 0o666);
  try {
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

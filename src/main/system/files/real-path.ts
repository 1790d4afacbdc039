import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { lstat, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './paths.ts';

/** Symbolic links that may follow one another before we take it for a loop, as in Linux. */
const mostLinks = 40;

/** Told a real path before it is used; throws when it may not be. */
export type CheckRealPath = (realPath: string) => void;

/**
 * Where an absolute path really leads, with every symbolic link followed, also when its last parts
 * do not exist yet: a link that dangles leads to what it would create.
 * @throws ELOOP for links that go round in circles, EACCES where a folder cannot be entered
 */
export async function realPath(absolute: string): Promise<string> {
  return follow(absolute, 0);
}

/**
 * The same as far as it can be told, for judging many paths in one go: what cannot be entered or
 * goes round in circles is taken as it is. Synchronous; a path takes microseconds.
 */
export function realPathSync(absolute: string): string {
  return followSync(absolute, 0);
}

/**
 * The real path of a file that is open. Linux knows it for sure; elsewhere it is where the path leads
 * now, if the same file is there.
 * @param absolute the path it was opened by
 * @throws ENOENT where another file is there by now
 */
export async function realPathOf(file: FileHandle, absolute: string): Promise<string> {
  try {
    // What Linux adds when the file was replaced meanwhile.
    return (await readlink(`/proc/self/fd/${file.fd}`)).replace(/ \(deleted\)$/, '');
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const real = await realpath(absolute);
  const [opened, found] = [await file.stat({ bigint: true }), await stat(real, { bigint: true })];
  if (opened.ino === found.ino && opened.dev === found.dev) return real;
  throw Object.assign(new Error(`Another file is at ${absolute} by now`), { code: 'ENOENT' });
}

async function follow(absolute: string, links: number): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const parent = path.dirname(absolute);
  if (parent === absolute) return absolute;
  const here = path.join(await follow(parent, links), path.basename(absolute));
  const target = await linkTarget(here);
  if (target === undefined) return here;
  if (links >= mostLinks) {
    throw Object.assign(new Error(`Too many symbolic links: ${absolute}`), { code: 'ELOOP' });
  }
  return follow(path.resolve(path.dirname(here), target), links + 1);
}

async function linkTarget(absolute: string): Promise<string | undefined> {
  try {
    return (await lstat(absolute)).isSymbolicLink() ? await readlink(absolute) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function followSync(absolute: string, links: number): string {
  try {
    return realpathSync(absolute);
  } catch {
    // Not there, or closed to us: its folder tells where it would be.
  }
  const parent = path.dirname(absolute);
  if (parent === absolute) return absolute;
  const here = path.join(followSync(parent, links), path.basename(absolute));
  const target = links < mostLinks ? linkTargetSync(here) : undefined;
  return target === undefined
    ? here
    : followSync(path.resolve(path.dirname(here), target), links + 1);
}

function linkTargetSync(absolute: string): string | undefined {
  try {
    return lstatSync(absolute).isSymbolicLink() ? readlinkSync(absolute) : undefined;
  } catch {
    // Not there, or closed to us: then no link is known.
    return undefined;
  }
}

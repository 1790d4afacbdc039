import { lstat, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isInside } from '../../agent/approvals/places.ts';

/** Symbolic links that may follow one another before we take it for a loop, as in Linux. */
const mostLinks = 40;

/**
 * The absolute path a model means: `~` is the home folder, anything relative starts in the
 * workspace. Purely textual; see {@link realPath} for where it leads.
 */
export function resolvePath(given: string, base: { workspace: string; home: string }): string {
  if (given === '~') return path.resolve(base.home);
  if (/^~[/\\]/.test(given)) return path.resolve(base.home, given.slice(2));
  return path.resolve(base.workspace, given);
}

/**
 * Where an absolute path really leads, with every symbolic link followed, also when its last parts
 * do not exist yet: a link that dangles leads to what it would create.
 * @throws ELOOP for links that go round in circles, EACCES where a folder cannot be entered
 */
export async function realPath(absolute: string): Promise<string> {
  return follow(absolute, 0);
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

/** How a path is shown to the model: relative to the workspace within it, absolute elsewhere. */
export function displayPath(absolute: string, workspace: string): string {
  if (!isInside(workspace, absolute)) return absolute;
  return path.relative(workspace, absolute) || '.';
}

/** Whether this error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

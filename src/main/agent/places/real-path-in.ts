import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../../system/files/paths.ts';
import type { PlaceTable } from './place-table.ts';

/** Links that may follow one another before it is taken for a loop, as in Linux. */
const mostLinks = 40;

/**
 * Where an absolute path leads for programs that see what a table of places shows them: a link in
 * their `/tmp` to `/tmp/x` leads to theirs, and not to everybody's. Also for what does not exist yet.
 * @throws ELOOP for links that go round in circles, EACCES where a folder cannot be entered
 */
export async function realPathIn(table: PlaceTable, absolute: string): Promise<string> {
  let real = path.parse(absolute).root;
  let left = absolute.slice(real.length).split(path.sep);
  let links = 0;
  while (left.length > 0) {
    const [part = '', ...rest] = left;
    left = rest;
    const next = path.join(real, part);
    const target = next === real ? undefined : await linkAt(table.source(next));
    if (target === undefined) {
      real = next;
      continue;
    }
    links += 1;
    if (links > mostLinks) {
      throw Object.assign(new Error(`Too many symbolic links: ${absolute}`), { code: 'ELOOP' });
    }
    const { root } = path.parse(target);
    if (root !== '') real = root;
    left = [...target.slice(root.length).split(path.sep), ...left];
  }
  return real;
}

/** Where a link leads; undefined for what is none, or is not there. */
async function linkAt(file: string): Promise<string | undefined> {
  try {
    return (await lstat(file)).isSymbolicLink() ? await readlink(file) : undefined;
  } catch (error) {
    // It went away, or became something else, between the two looks.
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'EINVAL') return undefined;
    throw error;
  }
}

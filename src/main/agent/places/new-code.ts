import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '../../system/files/paths.ts';
import type { CodePlace } from './code-finder.ts';

/** What makes other programs run code, and was not there before a program ran. */
export interface NewCode {
  /** To be taken away; absolute. */
  files: string[];
  /** Git folders whose hooks and configuration are to run nothing; absolute. */
  gits: string[];
}

/**
 * What a program has made in a workspace that runs code elsewhere. A new repository is work, and only
 * loses what it could run; what came in a folder that is new itself is left, for it must be opened
 * first.
 * @param folders those that were there before
 * @returns undefined when there is nothing
 */
export function newCode(
  { code: before, folders }: { code: readonly CodePlace[]; folders: ReadonlySet<string> },
  after: readonly CodePlace[],
): NewCode | undefined {
  const known = new Set(before.map(({ path: file }) => file));
  const knownGits = new Set(before.map(({ git }) => git));
  const gitsAfter = new Set(after.map(({ git }) => git));
  const files: string[] = [];
  const gits = new Set<string>();
  for (const { path: file, git, pinnedFrom } of after) {
    if (known.has(file)) continue;
    if (git !== undefined) {
      if (!knownGits.has(git)) gits.add(git);
      // An empty folder of hooks is looked for, and need not be there.
      else if (path.basename(file) !== 'hooks') files.push(file);
    } else if (path.basename(file) === '.git') {
      if (!gitsAfter.has(leadsTo(file))) files.push(file);
    } else if (folders.has(pinnedFrom)) files.push(file);
  }
  return files.length + gits.size > 0 ? { files, gits: [...gits] } : undefined;
}

/** The git folder that a `.git` file names, as those of modules and worktrees do. */
function leadsTo(file: string): string {
  try {
    const named = /^gitdir:\s*(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.trim();
    // What is not among the folders that are looked into is not known to run nothing.
    return named === undefined ? '' : path.resolve(path.dirname(file), named);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EISDIR' || code === 'ELOOP' || code === 'EACCES') return '';
    throw error;
  }
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '../../system/files/paths.ts';
import type { CodePlace } from './code-finder.ts';
import { isUnder } from './place-table.ts';

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
  workspace: string,
  { code: before, folders }: { code: readonly CodePlace[]; folders: ReadonlySet<string> },
  after: readonly CodePlace[],
): NewCode | undefined {
  const known = new Set(before.map(({ path: file }) => file));
  const knownGits = new Set(before.map(({ git }) => git));
  const files: string[] = [];
  const gits = new Set<string>();
  for (const { path: file, git, pinnedFrom } of after) {
    if (known.has(file)) continue;
    if (git !== undefined) {
      if (!knownGits.has(git)) gits.add(git);
      // An empty folder of hooks is looked for, and need not be there.
      else if (path.basename(file) !== 'hooks') files.push(file);
    } else if (path.basename(file) === '.git') {
      if (!leadsInto(file, path.join(workspace, '.git'))) files.push(file);
    } else if (folders.has(pinnedFrom)) files.push(file);
  }
  return files.length + gits.size > 0 ? { files, gits: [...gits] } : undefined;
}

/** Whether a `.git` file names a folder in this one, as those of modules and worktrees do. */
function leadsInto(file: string, folder: string): boolean {
  try {
    const named = /^gitdir:\s*(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.trim();
    return named !== undefined && isUnder(folder, path.resolve(path.dirname(file), named));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EISDIR' || code === 'ELOOP' || code === 'EACCES')
      return false;
    throw error;
  }
}

import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { atRealPath } from '../../../system/files/at-real-path.ts';
import { ignoredFolders } from './search.ts';

interface Scope {
  rules: Ignore;
  /** Absolute folder of the rules. */
  folder: string;
}

/**
 * All files below a folder, in the order of their paths; without what `.gitignore` files there
 * exclude, without `.git` and `node_modules`, and without following links, also those that are put in
 * its way while it walks. Synchronous: for a worker thread.
 * @param folder absolute, its links followed
 */
export function* walkFiles(folder: string, scopes: readonly Scope[] = []): Generator<string> {
  const entries = readFolder(folder);
  const rules = readRules(folder, entries);
  const inForce = rules ? [...scopes, { rules, folder }] : scopes;
  for (const entry of entries) {
    const isFolder = entry.isDirectory();
    if (!isFolder && !entry.isFile()) continue;
    const absolute = path.join(folder, entry.name);
    if (isFolder && ignoredFolders.includes(entry.name)) continue;
    if (isIgnored(absolute, isFolder, inForce)) continue;
    if (isFolder) yield* walkFiles(absolute, inForce);
    else yield absolute;
  }
}

function isIgnored(absolute: string, isFolder: boolean, scopes: readonly Scope[]): boolean {
  for (const { rules, folder } of scopes.toReversed()) {
    const relative = path.relative(folder, absolute).split(path.sep).join('/');
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}

function readFolder(folder: string): Dirent[] {
  try {
    return atRealPath(folder, (opened) => readdirSync(opened, { withFileTypes: true })).toSorted(
      (a, b) => (a.name < b.name ? -1 : 1),
    );
  } catch (error) {
    if (isUnreadable(error)) return [];
    throw error;
  }
}

function readRules(folder: string, entries: readonly Dirent[]): Ignore | undefined {
  // Opening a pipe of that name would wait for ever.
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return undefined;
  try {
    const file = path.join(folder, '.gitignore');
    const rules = atRealPath(file, (opened) => readFileSync(opened, 'utf8'));
    return ignore({ ignorecase: false }).add(rules);
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

/** Whether a file or folder is gone or closed to us: a search passes it over. */
export function isUnreadable(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EIO'].includes(code ?? '');
}

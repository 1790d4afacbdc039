import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from '../../system/files/paths.ts';
import { cachePlaces, type CachePlace } from './cache-places.ts';
import type { CodePlace } from './code-finder.ts';
import { isUnder, type Place } from './place-table.ts';
import { secretsOfHome, secretsOfSystem } from './secret-places.ts';

/** What the lasting part of a map of places is made from. All paths are absolute, their links followed. */
export interface Grounds {
  workspace: string;
  home: string;
  /** Homes of others that this account can read: all, for root. */
  otherHomes: () => readonly string[];
  dataDir: string;
  /** Holds caches of the agent's own, each at its path in the home folder. */
  caches: string;
  /** What the person let in by a setting or for this call; also protected files of the workspace. */
  letIn: readonly string[];
}

/** Folders of the agent's own, which stand in for usual ones, for one conversation. */
export interface OwnersFolders {
  /** In place of `/tmp`, `/var/tmp` and `/run/user/<uid>`. */
  temporary: string;
  lastingTemporary: string;
  runtime: string;
}

/** Why a place is as it is; for the model, after "the wall does not let this write …:". */
const why = {
  outside: 'it lies outside the workspace',
  secret: 'it holds keys, passwords or sessions of the person',
  own: "it belongs to Hermes Tray's own keys, settings and records",
  code: 'it makes other programs run code',
  services: 'it belongs to the services of this computer and of the session',
  open: 'it may be changed',
};

/** Of the data folder, what the agent wrote there for its programs. */
const shownOfDataDir = ['skills'];
const temporaryFolders = ['/tmp', '/var/tmp'];

/**
 * Of `/run`, where the sockets of the system's services lie, what programs need to find names, and
 * the programs themselves on NixOS.
 */
const shownOfRun = [
  '/run/systemd/resolve/stub-resolv.conf',
  '/run/systemd/resolve/resolv.conf',
  '/run/NetworkManager/resolv.conf',
  '/run/NetworkManager/no-stub-resolv.conf',
  '/run/resolvconf/resolv.conf',
  '/run/connman/resolv.conf',
  '/run/current-system',
  '/run/booted-system',
  '/run/opengl-driver',
];

/** What programs on Linux may do where, whoever they work for, in no order. */
export function readPlaces(grounds: Grounds): Place[] {
  const { workspace, home, dataDir, letIn } = grounds;
  const isLetIn = (file: string): boolean => letIn.some((folder) => isUnder(folder, file));
  const places: Place[] = [
    ...cachesOf(grounds),
    { path: '/run', access: 'none', why: why.services },
    ...shownOfRun
      .filter(exists)
      .map((file): Place => ({ path: file, access: 'read', source: file, why: why.services })),
  ];
  if (isTemporary(home)) {
    places.push({ path: home, access: 'read', source: home, why: why.outside });
  }
  for (const file of secretsOf(grounds)) {
    if (isLetIn(file)) continue;
    places.push({ path: file, access: 'none', absent: isUnder(home, file), why: why.secret });
  }
  for (const name of shownOfDataDir) {
    const folder = path.join(dataDir, name);
    if (entriesOf(folder).length > 0) {
      places.push({ path: folder, access: 'read', source: folder, why: why.own });
    }
  }
  places.push({ path: workspace, access: 'write', source: workspace, why: why.open });
  // A workspace that is the data folder opens nothing of it.
  places.push({
    path: dataDir,
    access: 'none',
    absent: true,
    pinnedFrom: workspace,
    why: why.own,
  });
  for (const file of letIn) {
    if (!isUnder(workspace, file)) {
      places.push({ path: file, access: 'read', source: file, why: why.secret });
    }
  }
  return places;
}

/** What a conversation has in place of the folders for temporary files. */
export function placesOfOwner(own: OwnersFolders, uid: number): Place[] {
  const place = (folder: string, source: string): Place => ({
    path: folder,
    access: 'write',
    source,
    why: why.open,
  });
  return [
    place('/tmp', own.temporary),
    place('/var/tmp', own.lastingTemporary),
    place(`/run/user/${uid}`, own.runtime),
  ];
}

/** What in a workspace may only be read: what makes other programs run code. */
export function placesOfCode(code: readonly CodePlace[], letIn: readonly string[]): Place[] {
  return code
    .filter(({ path: file }) => !letIn.some((folder) => isUnder(folder, file)))
    .map(({ path: file, pinnedFrom }) => ({
      path: file,
      access: 'read',
      source: file,
      pinnedFrom,
      why: why.code,
    }));
}

/** Whether a folder lies where each conversation has folders of its own. */
export function isTemporary(folder: string): boolean {
  return temporaryFolders.some((other) => isUnder(other, folder));
}

function cachesOf({ home, caches }: Grounds): Place[] {
  return cachePlaces.flatMap((cache): Place[] => {
    const folder = placedPath(path.join(home, cache.path));
    const source = path.join(caches, cache.path);
    return [
      { path: folder, access: 'write', source, why: why.open },
      ...shownOf(folder, cache).map((file): Place => ({
        path: file,
        access: 'read',
        source: file,
        why: why.outside,
      })),
    ];
  });
}

function shownOf(folder: string, { shown = [] }: CachePlace): string[] {
  return shown.flatMap((name) => {
    if (!name.endsWith('/*')) {
      const file = path.join(folder, name);
      return exists(file) ? [file] : [];
    }
    const inner = path.join(folder, name.slice(0, -2));
    // What begins with a dot is for who writes there: a lock that may only be read keeps uv from starting.
    const shownEntries = entriesOf(inner).filter((entry) => !entry.startsWith('.'));
    return shownEntries.map((entry) => path.join(inner, entry));
  });
}

function secretsOf({ home, otherHomes }: Grounds): Set<string> {
  const found = new Set<string>();
  const add = (file: string): void => {
    found.add(placedPath(file));
    // A link to where the keys really lie, as those have who keep such files in a repository.
    if (exists(file)) found.add(realpathSync(file));
  };
  for (const name of secretsOfHome('linux')) add(path.join(home, name));
  for (const file of secretsOfSystem('linux')) add(file);
  for (const other of otherHomes()) {
    for (const name of secretsOfHome('linux')) add(path.join(other, name));
  }
  return found;
}

/** The path by which a file is reached when all links on its way are followed, but not one at its end. */
function placedPath(file: string): string {
  const missing: string[] = [];
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      return path.join(realpathSync(folder), ...missing, path.basename(file));
    } catch (error) {
      if (!isMissing(error) || folder === path.dirname(folder)) throw error;
      missing.unshift(path.basename(folder));
    }
  }
}

/** Whether something is there that can be reached: a link that dangles, or leads round in circles, is not. */
function exists(file: string): boolean {
  try {
    realpathSync(file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'ELOOP' || code === 'EACCES') return false;
    throw error;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EACCES') return [];
    throw error;
  }
}

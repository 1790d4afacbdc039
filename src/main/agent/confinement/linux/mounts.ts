import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import path from 'node:path';
import { isUnder, type Place, type PlaceTable } from '../../places/place-table.ts';

/** One step in making the file system that programs see. Steps hold in their order. */
export type Mount =
  /** A folder or file of this computer, at its own path or another. */
  | { kind: 'read' | 'write'; path: string; source: string }
  /** An empty folder that later steps fill. */
  | { kind: 'folder'; path: string; mode: number }
  | { kind: 'link'; path: string; target: string }
  /** An empty file that cannot be changed. */
  | { kind: 'empty'; path: string }
  /** From here on nothing is made or removed in this folder. */
  | { kind: 'seal'; path: string };

/**
 * A folder with more entries than this is not put together anew so that one of them is not there;
 * that one is covered. Each entry costs the start of a program some 50 to 200 µs.
 */
const mostEntries = { inHome: 256, elsewhere: 32 };

/**
 * The steps from a disk that can only be read to what a table of places says. What must not be there
 * is left out of a folder that is put together from all else in it; in a folder that may be changed,
 * or a large one, an empty folder or file covers it, as it does what only must
 * not be seen.
 */
export function planMounts(table: PlaceTable, home: string): Mount[] {
  const plan = new Plan(table);
  const composed = foldersToCompose(table, home);
  const paths = new Set([...composed, ...table.places.map((place) => place.path)]);
  for (const file of [...paths].toSorted((a, b) => (a < b ? -1 : 1))) {
    const place = table.at(file);
    if (place?.access === 'none') {
      if (!composed.has(path.dirname(file))) plan.cover(place);
    } else if (composed.has(file)) plan.compose(file, composed);
    else if (place) plan.mount(place);
  }
  return plan.finish();
}

/** What a program adds to a room, which lasts. */
export interface CallPlaces {
  /** Everything that holds for the program. */
  table: PlaceTable;
  /** Folders of its conversation; their sources as the room shows them. */
  own: readonly Place[];
  /** What may only be read in the workspace. */
  code: readonly Place[];
  /** What of the room those folders would hide; absolute. */
  kept: readonly string[];
  /** Files to cover with an empty one; absolute. */
  covered: readonly string[];
  /** Where the room shows what only we need. */
  backstage: string;
}

/** The steps from a room to what one program sees. */
export function planCall({ table, own, code, kept, covered, backstage }: CallPlaces): Mount[] {
  const plan = new Plan(table);
  for (const place of own) plan.add({ kind: 'write', path: place.path, source: place.source! });
  for (const file of kept) plan.add({ kind: 'write', path: file, source: file });
  for (const place of code) plan.mount(place);
  for (const file of covered) plan.add({ kind: 'empty', path: file });
  plan.add({ kind: 'folder', path: backstage, mode: 0o700 }, { kind: 'seal', path: backstage });
  return plan.finish();
}

class Plan {
  readonly #table: PlaceTable;
  readonly #mounts: Mount[] = [];
  readonly #mounted = new Set<string>();
  readonly #sealed: string[] = [];

  constructor(table: PlaceTable) {
    this.#table = table;
  }

  add(...mounts: Mount[]): void {
    this.#mounts.push(...mounts);
  }

  /** Puts a folder together from what is in it, but for what has a step of its own. */
  compose(folder: string, composed: ReadonlySet<string>): void {
    this.#makeFolder(folder, statOf(folder)?.mode ?? 0o755);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      // Sockets serve somebody outside.
      if (this.#table.at(file) || composed.has(file) || entry.isSocket()) continue;
      if (entry.isSymbolicLink()) {
        this.#mounts.push({ kind: 'link', path: file, target: readlinkSync(file) });
      } else this.#mounts.push({ kind: 'read', path: file, source: file });
    }
  }

  /** Hides what is there under something empty. */
  cover(place: Place): void {
    const { path: file } = place;
    const holder = this.#table.find(path.dirname(file));
    // Where its folder is not to be seen, or is one of our own, it is not there.
    if (holder.access === 'none' || (holder.source ?? holder.path) !== holder.path) return;
    const stats = statOf(file);
    // A link cannot be mounted on; where it leads to is a place too.
    if (!stats || stats.isSymbolicLink()) return;
    this.#pinWay(place);
    if (stats.isDirectory()) this.#makeFolder(file, 0o755);
    else this.#mounts.push({ kind: 'empty', path: file });
  }

  mount(place: Place): void {
    const { path: file, access, source } = place;
    if (source === undefined || access === 'none') return;
    const stats = statOf(source);
    if (!stats || stats.isSymbolicLink()) return;
    // In the person's own folder nothing is made just to be mounted on.
    const holder = this.#table.find(path.dirname(file));
    if (holder.access === 'write' && holder.source === holder.path && !statOf(file)) return;
    this.#pinWay(place);
    this.#mounted.add(file);
    this.#mounts.push({ kind: access, path: file, source });
  }

  finish(): Mount[] {
    return [...this.#mounts, ...this.#sealed.map((file): Mount => ({ kind: 'seal', path: file }))];
  }

  #makeFolder(folder: string, mode: number): void {
    this.#mounts.push({ kind: 'folder', path: folder, mode: mode & 0o777 });
    this.#sealed.push(folder);
  }

  /** What is mounted on cannot be moved or removed. */
  #pinWay({ path: file, pinnedFrom }: Place): void {
    if (pinnedFrom === undefined || !isUnder(pinnedFrom, file)) return;
    let folder = pinnedFrom;
    for (const part of path.relative(pinnedFrom, path.dirname(file)).split(path.sep)) {
      folder = path.join(folder, part);
      if (folder === pinnedFrom || this.#mounted.has(folder)) continue;
      this.#mounted.add(folder);
      this.#mounts.push({ kind: 'write', path: folder, source: this.#table.source(folder) });
    }
  }
}

/** Folders of the read-only disk that lack something, or get something that is not there. */
function foldersToCompose(table: PlaceTable, home: string): Set<string> {
  const composed = new Set<string>();
  const isOfDisk = (folder: string): boolean => {
    const { access, source, path: top } = table.find(folder);
    return access === 'read' && (source ?? top) === top;
  };
  for (const { path: file, access, source, absent } of table.places) {
    if (access === 'none') {
      if (!absent) continue;
      const folder = path.dirname(file);
      const composable = folder !== '/' && isOfDisk(folder);
      const most = isUnder(home, folder) ? mostEntries.inHome : mostEntries.elsewhere;
      if (composable && statOf(file) && readdirSync(folder).length <= most) composed.add(folder);
    } else if (source !== undefined && statOf(source) && !statOf(file)) {
      const folder = nearestFolder(file);
      if (isOfDisk(folder)) composed.add(folder);
    }
  }
  return composed;
}

function nearestFolder(file: string): string {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (statOf(folder)?.isDirectory()) return folder;
  }
}

/** Of the file itself, not of what it links to; undefined when it is not there. */
function statOf(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

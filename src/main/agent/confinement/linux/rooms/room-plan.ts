import { lstatSync } from 'node:fs';
import path from 'node:path';
import { isUnder, PlaceTable, type Place } from '../../../places/place-table.ts';
import { isTemporary, readPlaces, type Grounds } from '../../../places/read-places.ts';

/** Where a room shows the folders of all conversations; each program sees its own, elsewhere. */
export const backstage = '/run/.hermes';

/**
 * A room's places: the lasting ones, a way to the folders of conversations, and something to mount
 * those on.
 * @param own of any conversation
 */
export function roomTable(
  lasting: readonly Place[],
  own: readonly Place[],
  { owners, emptyFolder }: { owners: string; emptyFolder: string },
): PlaceTable {
  const why = 'nothing is kept there';
  return new PlaceTable([
    ...lasting,
    ...own
      .filter(({ path: file }) => !isTemporary(file))
      .map((place): Place => ({ ...place, access: 'read', source: emptyFolder })),
    { path: backstage, access: 'write', source: owners, why },
  ]);
}

/** The folders of a conversation as a room shows them. */
export function inRoom(own: readonly Place[], owners: string): Place[] {
  return own.map((place) => ({
    ...place,
    source: path.join(backstage, path.relative(owners, place.source!)),
  }));
}

/** What of a room lies where conversations have folders of their own; the topmost of each tree. */
export function keptOfRoom(lasting: readonly Place[]): string[] {
  const shown = lasting
    .filter(({ path: file, access, source }) => access !== 'none' && source && isTemporary(file))
    .map(({ path: file }) => file)
    .filter((file) => lstatSync(file, { throwIfNoEntry: false }) !== undefined);
  return shown.filter((file) => !shown.some((other) => other !== file && isUnder(other, file)));
}

/** Lasting places, and how what they were read from looked then. */
export interface LastingPlaces {
  places: readonly Place[];
  look: string;
}

/** Reads the lasting places of a host, and again only when what they were read from has changed. */
export class LastingPlacesReader {
  readonly #known = new Map<string, LastingPlaces>();

  read(key: string, grounds: Grounds): LastingPlaces {
    const known = this.#known.get(key);
    if (known && known.look === lookOf(known.places, grounds.workspace)) return known;
    const places = readPlaces(grounds);
    const read = { places, look: lookOf(places, grounds.workspace) };
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(key, read);
    return read;
  }
}

const mostKnown = 32;

/**
 * The folders in which something must not be there, or is put, change when an entry comes or goes;
 * the workspace may be another folder of the same name.
 */
function lookOf(places: readonly Place[], workspace: string): string {
  const folders = new Set<string>();
  for (const { path: file, source } of places) {
    folders.add(path.dirname(file));
    // What of the person's folder shows through one of our own.
    if (source !== undefined && source !== file) folders.add(file);
  }
  folders.delete(workspace);
  return [...folders].map((folder) => stateOf(folder, true)).join() + stateOf(workspace, false);
}

function stateOf(folder: string, withEntries: boolean): string {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}:${withEntries ? stats.mtimeMs : ''}` : '';
}

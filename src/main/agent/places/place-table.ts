import path from 'node:path';

/** What programs and tools may do at a place: change it, only read it, or not even see it. */
export type Access = 'write' | 'read' | 'none';

/** Holds for a path and all below it, until a deeper place says otherwise. */
export interface Place {
  /** Absolute, its links followed. */
  path: string;
  access: Access;
  /** Where its content really lies when that is elsewhere: a private folder of the agent. */
  source?: string;
  /** Of what may not be seen: it is not to be there at all, and not only empty. */
  absent?: boolean;
  /**
   * An ancestor: the folders between it and this place must stay where they are, or another place
   * could be put here in their stead.
   */
  pinnedFrom?: string;
  /** For the model, after "the wall does not let this write …": why not. */
  why: string;
}

/** Whether `file` is `folder` or lies under it; both absolute, compared as text. */
export function isUnder(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder === '/' ? '/' : `${folder}${path.sep}`);
}

/**
 * The map of places: one table by which the wall is built and the file tools are held. It speaks of
 * paths as programs inside the wall see them.
 */
export class PlaceTable {
  readonly places: readonly Place[];
  readonly #byPath: ReadonlyMap<string, Place>;
  /** Folders of our own that programs see elsewhere, the deepest first. */
  readonly #elsewhere: readonly { path: string; source: string }[];
  readonly #letIn: readonly string[];

  /**
   * @param places of two with the same path the later counts
   * @param letIn what the person opened by name, though its name alone would protect it
   */
  constructor(places: Iterable<Place>, letIn: readonly string[] = []) {
    this.#byPath = new Map([...places].map((place) => [place.path, place]));
    this.places = [...this.#byPath.values()].toSorted((a, b) => compare(a.path, b.path));
    this.#elsewhere = this.places
      .flatMap(({ path: seen, source }) =>
        source === undefined || source === seen ? [] : [{ path: seen, source }],
      )
      .toSorted((a, b) => compare(b.source, a.source));
    this.#letIn = letIn;
  }

  /** The place at exactly this path. */
  at(file: string): Place | undefined {
    return this.#byPath.get(file);
  }

  /** The deepest place that a path lies in. There always is one: the whole disk may be read. */
  find(file: string): Place {
    for (let folder = file; ; folder = path.dirname(folder)) {
      const place = this.#byPath.get(folder);
      if (place) return place;
      if (path.dirname(folder) === folder)
        return { path: folder, access: 'read', why: 'it lies outside the workspace' };
    }
  }

  /** Where a path that programs see lies on this computer's disk. */
  source(file: string): string {
    const { path: folder, source } = this.find(file);
    return source === undefined ? file : path.join(source, path.relative(folder, file));
  }

  /** By which path programs see what lies at this one on the disk. */
  seen(file: string): string {
    const place = this.#elsewhere.find(({ source }) => isUnder(source, file));
    return place ? path.join(place.path, path.relative(place.source, file)) : file;
  }

  isLetIn(file: string): boolean {
    return this.#letIn.some((folder) => isUnder(folder, file));
  }
}

/** Parents before what they hold. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

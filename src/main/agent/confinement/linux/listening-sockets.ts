import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlaceTable } from '../../places/place-table.ts';

/** Sockets covered at most: beyond that somebody makes them for the sake of it. */
const mostCovered = 64;

/**
 * Sockets on which somebody waits for connections, and that programs inside could reach by their
 * files: services of the person, which would act outside for them.
 * @returns absolute paths of files that are there
 */
export function reachableSockets(table: PlaceTable): string[] {
  const found = new Set<string>();
  for (const line of readFileSync('/proc/net/unix', 'utf8').split('\n')) {
    // Number, users, protocol, flags (this one: listens), type, state, inode, and the path where there is one.
    const file = /^\S+ \S+ \S+ 00010000 \S+ \S+ +\d+ (\/.*)$/.exec(line)?.[1];
    if (file === undefined || found.size >= mostCovered) continue;
    const folder = path.dirname(file);
    const { access, source, path: top } = table.find(folder);
    const isOfDisk = access === 'read' && (source ?? top) === top;
    if (isOfDisk && lstatSync(file, { throwIfNoEntry: false })?.isSocket()) found.add(file);
  }
  return [...found];
}

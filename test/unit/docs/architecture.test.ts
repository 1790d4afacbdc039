import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { page, root } from '../../support/markdown.ts';

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split(path.sep).join('/')}`)
  .filter((file) => /\.(ts|tsx|css|html)$/.test(file));
const known = new Set(sources);

/** Loose files of a folder at most; past that it has rooms. */
const mostLooseFiles = 14;

/** The room of a source file: a folder below `src/main`, or below `src`; the entries are rooms too. */
function roomOf(file: string): string {
  const [, side, room = ''] = file.split('/');
  if (side !== 'main') return side!;
  return room;
}

/** What each room imports from other rooms, from the code. */
function importsOfRooms(): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const file of sources) {
    const room = roomOf(file);
    const imported = rooms.get(room) ?? new Set();
    rooms.set(room, imported);
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, specifier] of text.matchAll(/\b(?:from|import\()\s*'(\.[^']+)'/g)) {
      const target = path.posix.join(path.posix.dirname(file), specifier!);
      if (known.has(target) && roomOf(target) !== room) imported.add(roomOf(target));
    }
  }
  return rooms;
}

/** The table of docs/architecture.md: each room and what it imports. */
function table(): Map<string, string[]> {
  const { text } = page('docs/architecture.md');
  const section = text.slice(text.indexOf('## What imports what'));
  const rows = section.matchAll(/^\| `([^`]+)` +\| ([^|]*) \|$/gm);
  return new Map(
    [...rows].map(([, room, imported]) => [
      room!.replace(/^src\/(main\/)?/, '').replace(/\/$/, ''),
      [...imported!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!).toSorted(),
    ]),
  );
}

describe('the rooms of the code', () => {
  it('import what docs/architecture.md shows, and nothing else', () => {
    const rooms = [...importsOfRooms()].filter(([room]) => room !== '');
    const actual = new Map(rooms.map(([room, imported]) => [room, [...imported].toSorted()]));
    const shown = table();
    for (const [room, imported] of actual)
      expect([room, shown.get(room)]).toEqual([room, imported]);
    expect([...shown.keys()].toSorted()).toEqual([...actual.keys()].toSorted());
  });

  it('have no circle', () => {
    const rooms = importsOfRooms();
    const walk = (room: string, way: string[]): void => {
      expect(way, `a circle: ${[...way, room].join(' → ')}`).not.toContain(room);
      for (const next of rooms.get(room) ?? []) walk(next, [...way, room]);
    };
    for (const room of rooms.keys()) walk(room, []);
  });

  it(`have at most ${mostLooseFiles} loose files a folder`, () => {
    const loose = new Map<string, number>();
    for (const file of sources) {
      const folder = path.posix.dirname(file);
      loose.set(folder, (loose.get(folder) ?? 0) + 1);
    }
    expect([...loose].filter(([, count]) => count > mostLooseFiles)).toEqual([]);
  });
});

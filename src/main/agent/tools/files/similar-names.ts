import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeceptive, visibleName } from '../../../system/files/look-alikes.ts';
import { isMissing } from '../../../system/files/paths.ts';

/** Names suggested at most. */
const mostSuggestions = 5;
/** Names of a folder looked at, most. */
const mostNames = 5_000;

/**
 * What to tell the model about a path that is not there: what the folder holds that is like it.
 * @param disk where it would lie on the disk
 */
export async function notFoundMessage(absolute: string, disk = absolute): Promise<string> {
  const folder = path.dirname(absolute);
  const wanted = path.basename(absolute);
  let names: string[];
  try {
    names = await readdir(path.dirname(disk));
  } catch (error) {
    if (isMissing(error)) return `There is no ${absolute}, and no folder ${folder} either.`;
    throw error;
  }
  const similar = similarNames(wanted, names.slice(0, mostNames));
  const hint =
    similar.length > 0
      ? `Similar there: ${similar.map((name) => shown(path.join(folder, name))).join(', ')}.`
      : 'Use search_files with target "files" to find it.';
  return `There is no ${absolute}. ${hint}`;
}

function shown(file: string): string {
  return isDeceptive(file) ? visibleName(file) : file;
}

/** The names most like `wanted`, best first: one holds the other, or they differ in few letters. */
function similarNames(wanted: string, names: readonly string[]): string[] {
  const given = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: distanceOf(given, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(given.length / 3)))
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ name }) => name);
}

function distanceOf(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.includes(short)) return 1;
  return editDistance(a, b);
}

/** Letters to insert, remove or replace to make one word of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './paths.ts';

/** Several files have names that look like the one given, and none is exactly so. */
export class AmbiguousNameError extends Error {
  override readonly name = 'AmbiguousNameError';

  constructor(given: string, folder: string, names: readonly string[]) {
    const shown = names.map(visibleName).join(', ');
    super(
      `There is no ${visibleName(given)} in ${folder}, but ${names.length} names look like it: ${shown}. Give the one that is meant, with its \\u escapes.`,
    );
  }
}

/**
 * The path that is meant by one that is not there exactly so: macOS writes U+202F into the names of
 * screenshots and takes letters and accents apart, people leave spaces at ends, and who copies such
 * a name, or reads it aloud, loses that. Each part of the path that does not exist is replaced by
 * the one name in its folder that looks the same.
 * @returns the path as it is given where it exists, or where nothing looks like it
 * @throws {AmbiguousNameError} where several names do
 */
export async function existingPath(absolute: string): Promise<string> {
  if (await exists(absolute)) return absolute;
  const { root } = path.parse(absolute);
  const parts = absolute.slice(root.length).split(path.sep).filter(Boolean);
  let found = root;
  for (const [index, part] of parts.entries()) {
    const exact = path.join(found, part);
    if (await exists(exact)) {
      found = exact;
      continue;
    }
    const alike = await lookAlikes(found, part);
    if (alike.length > 1) throw new AmbiguousNameError(part, found, alike);
    if (alike.length === 0) return path.join(found, ...parts.slice(index));
    found = path.join(found, alike[0]!);
  }
  return found;
}

/**
 * A name in quotes, with escapes for what cannot be seen or told apart: other spaces than the plain
 * one, accents that stand alone, invisible characters.
 */
export function visibleName(name: string): string {
  return JSON.stringify(name).replace(/[^ -~]/gu, (character) =>
    /[\p{Z}\p{M}\p{C}]/u.test(character) ? escaped(character) : character,
  );
}

/** Whether a name has something that {@link visibleName} escapes, or a space at an end. */
export function isDeceptive(name: string): boolean {
  return visibleName(name) !== `"${name}"` || name !== name.trim();
}

async function lookAlikes(folder: string, name: string): Promise<string[]> {
  const wanted = look(name);
  if (wanted === '') return [];
  try {
    return (await readdir(folder)).filter((other) => look(other) === wanted);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What cannot be listed is found by its exact name only.
    if (isMissing(error) || code === 'EACCES' || code === 'EPERM') return [];
    throw error;
  }
}

/** What of a name can be seen: the same for names that look the same. */
function look(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Zs}\t]/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .trim();
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const code = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}

async function exists(absolute: string): Promise<boolean> {
  try {
    await lstat(absolute);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isMissing(error) || code === 'EACCES' || code === 'ENAMETOOLONG' || code === 'ELOOP') {
      return false;
    }
    throw error;
  }
}

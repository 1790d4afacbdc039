import type { Enclosure } from '../../confinement/confinement.ts';

/** What the two search engines (ripgrep, worker thread) have in common. */

export interface SearchRequest {
  target: 'content' | 'files';
  /** A regular expression for content, a glob for files. */
  pattern: string;
  /** Absolute real path of a folder, or of one file. */
  root: string;
  /** Where that lies on this computer's disk. Default: there. */
  disk?: string;
  /** Content: which files to look into. */
  glob: string | undefined;
  /** Content: lines shown before and after each match. */
  context: number;
  /** For whom it is done, and what a person opened for it. */
  enclosure: Enclosure;
}

/** A line that matches or stands beside one, or a file that was looked for. */
export interface Finding {
  /** Absolute. */
  file: string;
  /** From 1; 0 when files are looked for. */
  line: number;
  text: string;
  /** The line is not UTF-8 and stands here with U+FFFD: the file must be read to know it. */
  undecoded?: true;
  /** False for a line of context. */
  match: boolean;
}

export interface SearchEnd {
  /** Why it could not be done, for the model: a pattern that does not parse. */
  problem?: string;
  /** Whether it was stopped because it took too long; what was found until then stands. */
  tookTooLong?: boolean;
  /** Files that were not looked into because they are too large. */
  skipped?: number;
}

/**
 * Looks through files, in the order of their paths.
 * @param onFindings gets what was found, piece by piece; its false ends the search
 * @throws the signal's reason when aborted
 */
export type SearchEngine = (
  request: SearchRequest,
  onFindings: (findings: Finding[]) => boolean,
  signal: AbortSignal,
) => Promise<SearchEnd>;

/** A search that takes longer is stopped, in milliseconds. */
export const searchTimeoutMs = 30_000;
/** The longest part of a found line that is shown, in characters. */
export const longestFinding = 500;
/** Folders that are searched only when asked for by name. */
export const ignoredFolders = ['.git', 'node_modules'];

/**
 * The glob to look for by name: without wildcards, a name is looked for anywhere in file names. A
 * leading "in any folder" is left out: that is where names are looked for.
 */
export function nameGlob(pattern: string): string {
  const glob = pattern.replace(/^(\.?\/)+/, '').replace(/^(\*\*\/)+/, '');
  return lookAlikeGlob(/[*?[\]{}/]/.test(glob) ? glob : `*${glob}*`);
}

/** All spaces that Unicode has. */
const spaces = [
  ' \u00a0\u1680\u202f\u205f\u3000',
  '\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a',
].flatMap((some) => some.split(''));
/** As alternatives: in ripgrep's globs a class matches single bytes. */
const anySpace = `{${spaces.join(',')}}`;

/**
 * A glob that also matches names that only look the same: with other spaces, with letters and their
 * accents in one character or apart.
 */
function lookAlikeGlob(glob: string): string {
  return glob
    .split(/(\[[^\]]*\])/)
    .map((part, index) => (index % 2 === 1 ? part : lookAlikePart(part)))
    .join('');
}

function lookAlikePart(part: string): string {
  return part.normalize('NFC').replace(/ |[^\0-\x7f]/gu, (character) => {
    if (/\p{Zs}/u.test(character)) return anySpace;
    const apart = character.normalize('NFD');
    return apart === character ? character : `{${character},${apart}}`;
  });
}

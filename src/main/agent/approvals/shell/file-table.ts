import { lstatSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { boundedText, freshFile, isKnown } from './words/text.ts';

/** Symbolic links that may follow one another before we take it for a loop, as in Linux. */
const mostLinks = 40;
/** Characters of a path, as in Linux. */
const longestPath = 4_096;
/** Characters of one file that are followed. */
const longestFile = 262_144;

/** What a process finds of itself there is another file for each; the rest there leads on to folders. */
const ofWhoeverLooks = /^\/proc\/(thread-)?self(\/task\/[^/]+)?\/(?!(root|cwd)(\/|$))/;
/** The same by the two links that lead on. */
const ownPlace = /^\/proc\/(?:thread-)?self\/(root|cwd)(?=\/|$)/;

/**
 * Files as a script sees them: those on the disk, and on top of them what the script itself writes,
 * links, copies and moves. Nothing is changed.
 */
export class FileTable {
  /** What the script writes, by real path. */
  readonly #written = new Map<string, string>();
  /** Links that the script makes: their target as given, by the real path of the link. */
  readonly #links = new Map<string, string>();
  /** What a file is a copy of, or was before it was moved; by real paths. */
  readonly #origins = new Map<string, string>();
  /** Where links on the disk lead; undefined for what is none. The disk is asked once for each path. */
  readonly #onDisk = new Map<string, string | undefined>();
  /** Folders that are not there: nothing below them needs to be asked for. */
  readonly #missing = new Set<string>();

  /**
   * The absolute path that a word leads to from a folder, as the kernel finds it: links are followed
   * where they stand, also dangling ones, and `..` goes up from where they lead.
   */
  resolve(cwd: string, word: string): string {
    if (word.startsWith(freshFile)) return path.normalize(`/${word}`).slice(1);
    // A relative path that starts with something unknown may be an absolute one.
    if (!isKnown(word.charAt(0))) return word;
    if (!isKnown(cwd.charAt(0)) && !word.startsWith('/')) return `${cwd}/${word}`;
    const absolute = word.startsWith('/') ? word : `${cwd}/${word}`;
    // No kernel takes it.
    if (absolute.length > longestPath) return path.posix.normalize(absolute);
    // Devices and open descriptors are what they are called; links there are those of this process.
    const plain = path.posix.normalize(absolute);
    const whole = absolute.replaceAll(/\/(\.?\/)+/g, '/');
    if (plain.startsWith('/dev/') || (ofWhoeverLooks.test(plain) && plain === whole)) return plain;
    const own = ownPlace.exec(whole)?.[1];
    if (own) {
      const rest = whole.replace(ownPlace, '');
      return this.#walk('/', (own === 'cwd' ? cwd + rest : rest).split('/'), 0);
    }
    return this.#walk('/', absolute.split('/'), 0);
  }

  /** Text that goes into a file; it may be added to what was written before. */
  write(file: string, text: string): void {
    this.#written.set(file, boundedText((this.#written.get(file) ?? '') + text, longestFile));
  }

  /** What the script itself has written there. */
  written(file: string): string | undefined {
    return this.#written.get(file);
  }

  /**
   * From now on a name leads to another.
   * @param link real path
   * @param target as a link holds it: relative to its folder, or absolute
   */
  link(link: string, target: string): void {
    this.#links.set(link, target);
  }

  /** A file is now what another was; both real paths. */
  copy(from: string, to: string): void {
    if (from === to) return;
    const text = this.#written.get(from);
    if (text !== undefined) this.#written.set(to, text);
    else this.#written.delete(to);
    this.#origins.set(to, this.#origins.get(from) ?? from);
  }

  /** What the script made this file a copy of. */
  originOf(file: string): string | undefined {
    return this.#origins.get(file);
  }

  #walk(from: string, parts: readonly string[], links: number): string {
    let here = from;
    for (const part of parts) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        here = path.posix.dirname(here);
        continue;
      }
      const next = here === '/' ? `/${part}` : `${here}/${part}`;
      const target = links < mostLinks ? this.#linkTarget(next, here) : undefined;
      if (target === undefined) here = next;
      else if (!isKnown(target.charAt(0))) here = target;
      else if (target.startsWith('/')) here = this.#walk('/', target.split('/'), links + 1);
      else here = this.#walk(here, target.split('/'), links + 1);
    }
    return here;
  }

  #linkTarget(file: string, folder: string): string | undefined {
    const own = this.#links.get(file);
    if (own !== undefined) return own;
    if (!isKnown(file) || /[*?[\0]/.test(file)) return undefined;
    if (this.#onDisk.has(file)) return this.#onDisk.get(file);
    let target: string | undefined;
    if (!this.#missing.has(folder)) {
      try {
        if (lstatSync(file).isSymbolicLink()) target = readlinkSync(file);
      } catch {
        // Not there, or closed to us: then no link is known, and nothing below it either.
        this.#missing.add(file);
      }
    } else this.#missing.add(file);
    this.#onDisk.set(file, target);
    return target;
  }
}

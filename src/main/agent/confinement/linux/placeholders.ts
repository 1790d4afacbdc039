import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { isMissing } from '../../../system/files/paths.ts';

interface Standing {
  users: number;
}

/**
 * Empty folders that stand, for as long as programs run, where nothing must be made: only what exists
 * can be mounted on. Git passes over empty folders, and so do most programs.
 */
export class Placeholders {
  readonly #standing = new Map<string, Standing>();
  readonly #journal: string;

  /** @param journal a file that lists what stands, for the next start should this one end badly */
  constructor(journal: string) {
    this.#journal = journal;
  }

  /** Removes what an earlier start left standing. To be called before anything else. */
  clear(): void {
    for (const file of readLines(this.#journal)) removeIfEmpty(file);
    this.#note();
  }

  /**
   * Puts folders where nothing is.
   * @param wanted absolute paths whose folders exist
   * @returns those that stand now, also for others; to be given back
   */
  acquire(wanted: readonly string[]): string[] {
    return wanted.filter((file) => {
      const standing = this.#standing.get(file) ?? this.#put(file);
      if (standing) standing.users += 1;
      return standing !== undefined;
    });
  }

  /** Removes those that nobody holds any more. What was filled meanwhile, by the person, stays. */
  release(held: readonly string[]): void {
    for (const file of held) {
      const standing = this.#standing.get(file);
      if (!standing) continue;
      standing.users -= 1;
      if (standing.users > 0) continue;
      this.#standing.delete(file);
      removeIfEmpty(file);
      this.#note();
    }
  }

  #put(file: string): Standing | undefined {
    if (lstatSync(file, { throwIfNoEntry: false })) return undefined;
    const standing = { users: 0 };
    this.#standing.set(file, standing);
    this.#note();
    mkdirSync(file);
    return standing;
  }

  #note(): void {
    const lines = [...this.#standing.keys()].map((file) => `${file}\n`);
    if (lines.length > 0) writeFileSync(this.#journal, lines.join(''));
    else rmSync(this.#journal, { force: true });
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!isMissing(error) && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

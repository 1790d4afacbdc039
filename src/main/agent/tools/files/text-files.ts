import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { fileKind, sniffedBytes } from './file-kind.ts';
import { redactedProblem } from '../../text/redacted.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { realPath, realPathOf, type CheckRealPath } from '../../../system/files/real-path.ts';
import {
  prepareWrite,
  writeAtomically,
  type PreparedWrite,
} from '../../../system/files/write-atomically.ts';

/** Why a file cannot be changed as asked, for the model. */
export class EditProblem extends Error {
  override readonly name = 'EditProblem';
}

/** Larger files are not changed in memory, in bytes. */
const largestFile = 20 * 1024 * 1024;

/** What becomes of one file; undefined content is no file. */
interface FileChange {
  before: string | undefined;
  after: string | undefined;
  /** The file whose mode it gets: the one it was moved from. */
  like: string;
}

/**
 * Text files that are changed together: what is read and written here stays here until `commit`
 * brings all of it to the disk, or nothing. Paths are absolute and real.
 */
export class TextFiles {
  readonly #changes = new Map<string, FileChange>();
  readonly #check: CheckRealPath;

  /** @param check told the real path of what is read, and of where something is written or removed */
  constructor(check: CheckRealPath) {
    this.#check = check;
  }

  /**
   * The content of a file, as it is by now; undefined when there is none.
   * @throws {EditProblem} for what is no UTF-8 text, or is too large; what the check throws
   */
  async read(path: string): Promise<string | undefined> {
    return (await this.#changeOf(path)).after;
  }

  /** Gives a file a new content, or takes it away. */
  async write(path: string, content: string | undefined): Promise<void> {
    (await this.#changeOf(path)).after = content;
  }

  /** Gives a file another path; its content and mode go with it. */
  async move(from: string, to: string): Promise<void> {
    const [source, target] = [await this.#changeOf(from), await this.#changeOf(to)];
    [target.after, target.like, source.after] = [source.after, source.like, undefined];
  }

  /**
   * Brings everything to the disk. When that fails halfway, what is done is undone.
   * @throws {EditProblem} for what must not be written; what the file system reports, what the check throws
   */
  async commit(): Promise<void> {
    const changes = [...this.#changes].filter(([, { before, after }]) => before !== after);
    for (const [path, { before, after, like }] of changes) {
      const moved = like === path ? undefined : this.#changes.get(like)?.before;
      const problem = redactedProblem(after ?? '', `${before ?? ''}${moved ?? ''}`);
      if (problem !== undefined) throw new EditProblem(`${path}: ${problem}`);
    }
    const writes = new Map<string, PreparedWrite>();
    const undo: (() => Promise<void>)[] = [];
    try {
      for (const [path, { after, like }] of changes) {
        if (after === undefined) continue;
        writes.set(path, await prepareWrite(path, after, { like, check: this.#check }));
      }
      for (const [path, write] of writes) {
        await write.commit();
        undo.push(() => this.#restore(path));
      }
      for (const [path, { after }] of changes) {
        if (after !== undefined) continue;
        this.#check(await realPath(path));
        await rm(path);
        undo.push(() => this.#restore(path));
      }
    } catch (error) {
      for (const restore of undo.toReversed()) await restore();
      throw error;
    } finally {
      await Promise.all([...writes.values()].map((write) => write.discard()));
    }
  }

  async #restore(path: string): Promise<void> {
    const before = this.#changes.get(path)?.before;
    if (before === undefined) await rm(path, { force: true });
    else await writeAtomically(path, before, this.#check);
  }

  async #changeOf(path: string): Promise<FileChange> {
    let change = this.#changes.get(path);
    if (!change) {
      const content = await readText(path, this.#check);
      change = { before: content, after: content, like: path };
      this.#changes.set(path, change);
    }
    return change;
  }
}

async function readText(path: string, check: CheckRealPath): Promise<string | undefined> {
  const bytes = await readBytes(path, check);
  if (bytes === undefined) return undefined;
  const kind = fileKind(bytes.subarray(0, sniffedBytes));
  if (kind.kind !== 'text') throw new EditProblem(`${path} is a binary file.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new EditProblem(`${path} is not UTF-8 text. Convert it first, with iconv.`, { cause });
  }
}

async function readBytes(path: string, check: CheckRealPath): Promise<Buffer | undefined> {
  let file: FileHandle;
  try {
    // Opening a pipe waits for its other end, but with O_NONBLOCK, which Windows does not have.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    check(await realPathOf(file, path));
    const stats = await file.stat();
    if (!stats.isFile()) throw new EditProblem(`${path} is no file but a folder or device.`);
    if (stats.size > largestFile) {
      throw new EditProblem(
        `${path} has ${stats.size} bytes; the most that can be patched is 20 MiB. Use sed or a script.`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

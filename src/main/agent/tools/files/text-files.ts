import { constants } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ReadText } from '../../../documents/text/read-text.ts';
import {
  encodeText,
  UnencodableError,
  utf8,
  type TextEncoding,
} from '../../../documents/text/text-encoding.ts';
import { unencodableMessage, writtenProblem } from './written-text.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { HeldFolder } from '../../../system/files/held-folder.ts';
import { realPathOf, type CheckRealPath } from '../../../system/files/real-path.ts';
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
  encoding: TextEncoding;
  /** The file as it was, for when something fails. */
  bytes: Buffer | undefined;
  /** The file whose mode it gets: the one it was moved from. */
  like: string;
}

export interface TextFilesParts {
  /** Gives the path that is shown for one on the disk. Default: the same. */
  seen?: (disk: string) => string;
  check: CheckRealPath;
  readText: ReadText;
  signal: AbortSignal;
}

type Decode = (bytes: Buffer) => ReturnType<ReadText>;

/**
 * Text files that are changed together: what is read and written here stays here until `commit`
 * brings all of it to the disk, or nothing. Each keeps its encoding. Paths are absolute and real.
 */
export class TextFiles {
  readonly #changes = new Map<string, FileChange>();
  readonly #check: CheckRealPath;
  readonly #seen: (disk: string) => string;
  readonly #decode: Decode;

  /** @param parts.check told the real path of what is read, and of where something is written or removed */
  constructor({ check, seen = (disk) => disk, readText, signal }: TextFilesParts) {
    this.#seen = seen;
    this.#check = check;
    this.#decode = (bytes) => readText(bytes, signal);
  }

  /**
   * The content of a file, as it is by now; undefined when there is none.
   * @throws {EditProblem} for what is no text that can be written back, or is too large; what the check throws
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
    const { after, like, encoding } = source;
    Object.assign(target, { after, like, encoding });
    source.after = undefined;
  }

  /**
   * Brings everything to the disk. When that fails halfway, what is done is undone.
   * @throws {EditProblem} for what must not be written; what the file system reports, what the check throws
   */
  async commit(): Promise<void> {
    const changes = [...this.#changes].filter(([, { before, after }]) => before !== after);
    for (const [path, { before, after, like }] of changes) {
      const moved = like === path ? undefined : this.#changes.get(like)?.before;
      const problem = writtenProblem(after ?? '', `${before ?? ''}${moved ?? ''}`);
      if (problem !== undefined) throw new EditProblem(`${this.#seen(path)}: ${problem}`);
    }
    const writes = new Map<string, PreparedWrite>();
    const undo: (() => Promise<void>)[] = [];
    try {
      for (const [path, { after, like, encoding }] of changes) {
        if (after === undefined) continue;
        const bytes = await encoded(this.#seen(path), after, encoding);
        writes.set(path, await prepareWrite(path, bytes, { like, check: this.#check }));
      }
      for (const [path, write] of writes) {
        await write.commit();
        undo.push(() => this.#restore(path));
      }
      for (const [path, { after }] of changes) {
        if (after !== undefined) continue;
        await this.#remove(path);
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
    const bytes = this.#changes.get(path)?.bytes;
    if (bytes === undefined) {
      await this.#remove(path).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    } else await writeAtomically(path, bytes, this.#check);
  }

  /** In the very folder that was checked, whatever its path leads to by then. */
  async #remove(path: string): Promise<void> {
    const name = basename(path);
    const folder = await HeldFolder.open(dirname(path), (real) => this.#check(join(real, name)));
    try {
      await unlink(folder.at(name));
    } finally {
      await folder.close();
    }
  }

  async #changeOf(path: string): Promise<FileChange> {
    let change = this.#changes.get(path);
    if (!change) {
      change = await readChange(path, this.#seen(path), this.#check, this.#decode);
      this.#changes.set(path, change);
    }
    return change;
  }
}

async function readChange(
  path: string,
  shown: string,
  check: CheckRealPath,
  decode: Decode,
): Promise<FileChange> {
  const bytes = await readBytes(path, shown, check);
  if (bytes === undefined) {
    return { before: undefined, after: undefined, encoding: utf8, bytes, like: path };
  }
  const decoded = await decode(bytes);
  if (!decoded) throw new EditProblem(`${shown} is a binary file.`);
  const { text, encoding, damaged } = decoded;
  if (damaged) {
    throw new EditProblem(
      `${shown} is ${encoding.name} text with broken bytes, which a change would lose. Repair it first, with iconv -c or a script.`,
    );
  }
  return { before: text, after: text, encoding, bytes, like: path };
}

async function encoded(path: string, text: string, encoding: TextEncoding): Promise<Buffer> {
  try {
    return await encodeText(text, encoding);
  } catch (error) {
    if (!(error instanceof UnencodableError)) throw error;
    throw new EditProblem(unencodableMessage(path, error), { cause: error });
  }
}

async function readBytes(
  path: string,
  shown: string,
  check: CheckRealPath,
): Promise<Buffer | undefined> {
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
    if (!stats.isFile()) throw new EditProblem(`${shown} is no file but a folder or device.`);
    if (stats.size > largestFile) {
      throw new EditProblem(
        `${shown} has ${stats.size} bytes; the most that can be patched is 20 MiB. Use sed or a script.`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

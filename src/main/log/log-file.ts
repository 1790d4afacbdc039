import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A log file that is written in the background and never grows beyond its size. */
export interface LogFile {
  /**
   * Takes text that ends a line; it is written with others a moment later.
   * Never throws; what cannot be written is dropped and reported.
   */
  write(text: string): void;
  /**
   * The same, but on its way to the disk when this returns, with all that waited: a crash in the
   * next moment does not lose it. Costs a tenth of a millisecond; for what is rare.
   */
  writeNow(text: string): void;
  /** Resolves when everything taken so far is written or dropped. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  /** Absolute. Its folder is made when needed. Older files get `.1`, `.2` … appended. */
  path: string;
  /** Bytes after which a new file is begun. Default 5 MiB. */
  maxBytes?: number;
  /** Files kept, the current one included. Default 3. */
  maxFiles?: number;
  /** Told once, when writing fails: a full disk, say. Told again only after writing went well. */
  onError: (error: Error) => void;
}

/** How long lines are gathered: opening the file costs far more than writing a line. */
const gatherMs = 100;
/** Text waiting to be written beyond this many characters is dropped: the disk cannot keep up. */
const maxWaiting = 8 * 1024 * 1024;
const fileMode = { mode: 0o600 };

/** Opens a log file; nothing is touched before the first write. */
export function createLogFile(options: LogFileOptions): LogFile {
  const { path, maxBytes = 5 * 1024 * 1024, maxFiles = 3, onError } = options;
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let bytes: number | undefined;
  let failing = false;
  let gathering: NodeJS.Timeout | undefined;
  let writing = false;
  let written: Promise<void> = Promise.resolve();

  const rotate = (): void => {
    const name = (age: number): string => (age === 0 ? path : `${path}.${age}`);
    rmSync(name(maxFiles - 1), { force: true });
    for (let age = maxFiles - 2; age >= 0; age -= 1) {
      if (existsSync(name(age))) renameSync(name(age), name(age + 1));
    }
  };

  /** Makes room for a text in the file; rare work, so it may be synchronous. */
  const prepare = (text: string): void => {
    if (bytes === undefined) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    }
    const size = Buffer.byteLength(text);
    if (bytes > 0 && bytes + size > maxBytes) {
      rotate();
      bytes = 0;
    }
    bytes += size;
  };

  const takeWaiting = (): string => {
    clearTimeout(gathering);
    gathering = undefined;
    const text = waiting.join('');
    waiting = [];
    waitingCharacters = 0;
    return text;
  };

  const report = (error: unknown): void => {
    bytes = undefined;
    if (!failing) onError(error as Error);
    failing = true;
  };

  /** Writes until nothing waits; what comes meanwhile goes with the next piece. */
  const drain = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const text = takeWaiting();
      try {
        prepare(text);
        await appendFile(path, text, fileMode);
        failing = false;
      } catch (error) {
        report(error);
      }
    }
    writing = false;
  };

  const begin = (): void => {
    written = drain();
  };

  return {
    write(text) {
      if (waitingCharacters + text.length > maxWaiting) return;
      waiting.push(text);
      waitingCharacters += text.length;
      if (!writing) gathering ??= setTimeout(begin, gatherMs).unref();
    },
    writeNow(text) {
      const urgent = takeWaiting() + text;
      try {
        prepare(urgent);
        appendFileSync(path, urgent, fileMode);
        failing = false;
      } catch (error) {
        report(error);
      }
    },
    async flush() {
      if (gathering) begin();
      while (writing) await written;
    },
  };
}

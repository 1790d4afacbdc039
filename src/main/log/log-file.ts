import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A log file that is written in the background and never grows beyond its size. */
export interface LogFile {
  /**
   * Takes text that ends a line; it is written with others a moment later.
   * Never throws; what cannot be written is dropped and reported.
   */
  write(text: string): void;
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

/** Opens a log file; nothing is touched before the first write. */
export function createLogFile(options: LogFileOptions): LogFile {
  const { path, maxBytes = 5 * 1024 * 1024, maxFiles = 3, onError } = options;
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let bytes: number | undefined;
  let failing = false;
  let gathering: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const rotate = async (): Promise<void> => {
    const name = (age: number): string => (age === 0 ? path : `${path}.${age}`);
    await rm(name(maxFiles - 1), { force: true });
    for (let age = maxFiles - 2; age >= 0; age -= 1) {
      const exists = await stat(name(age)).catch(() => undefined);
      if (exists) await rename(name(age), name(age + 1));
    }
    bytes = 0;
  };

  const append = async (text: string): Promise<void> => {
    if (bytes === undefined) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      bytes = await stat(path).then(
        (file) => file.size,
        () => 0,
      );
    }
    const size = Buffer.byteLength(text);
    if (bytes > 0 && bytes + size > maxBytes) await rotate();
    await appendFile(path, text, { mode: 0o600 });
    bytes += size;
  };

  /** Writes until nothing waits; what comes meanwhile goes with the next piece. */
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const text = waiting.join('');
      waiting = [];
      waitingCharacters = 0;
      try {
        await append(text);
        failing = false;
      } catch (error) {
        bytes = undefined;
        if (!failing) onError(error as Error);
        failing = true;
      }
    }
    writing = undefined;
  };

  const begin = (): void => {
    clearTimeout(gathering);
    gathering = undefined;
    writing = drain();
  };

  return {
    write(text) {
      if (waitingCharacters + text.length > maxWaiting) return;
      waiting.push(text);
      waitingCharacters += text.length;
      if (!writing) gathering ??= setTimeout(begin, gatherMs).unref();
    },
    async flush() {
      if (gathering) begin();
      while (writing) await writing;
    },
  };
}

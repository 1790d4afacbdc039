import { statSync } from 'node:fs';
import { setImmediate as nextTick } from 'node:timers/promises';

/** Registers a file or folder on which a value depends, existing or not; call it before reading. */
export type DependOn = (path: string) => void;

/** Changes within the grain of a file system's clock look the same; FAT's is the coarsest. */
const clockGrainMs = 2_000;
/** Files looked at in one tick. */
const filesPerTick = 50;

/**
 * Memoizes a value computed from the files of a folder until one of them changes, appears or goes.
 * One folder is kept: for another one the value is computed anew.
 *
 * Files are checked synchronously: a `stat` takes some 5 µs, through the thread pool some 50, and
 * there is one for each file at the start of every run.
 */
export function memoizeByFiles<Value>(
  make: (folder: string, dependOn: DependOn) => Promise<Value>,
): (folder: string) => Promise<Value> {
  let kept:
    { folder: string; value: Value; files: Map<string, string>; madeAt: number } | undefined;

  return async (folder) => {
    if (kept?.folder === folder && (await areUnchanged(kept.files, kept.madeAt))) return kept.value;
    const files = new Map<string, string>();
    const madeAt = Date.now();
    const value = await make(folder, (path) => files.set(path, stateOf(path, madeAt)));
    kept = { folder, value, files, madeAt };
    return value;
  };
}

async function areUnchanged(files: Map<string, string>, madeAt: number): Promise<boolean> {
  let looked = 0;
  for (const [path, state] of files) {
    if (state !== stateOf(path, madeAt)) return false;
    looked += 1;
    if (looked % filesPerTick === 0) await nextTick();
  }
  return true;
}

/** What differs once the file has changed; for a file that was just being changed, at every call. */
function stateOf(path: string, madeAt: number): string {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file) return 'none';
    const { ino, size, mtimeMs, ctimeMs } = file;
    const settled = Math.max(mtimeMs, ctimeMs) < madeAt - clockGrainMs;
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}${settled ? '' : ` ${performance.now()}`}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

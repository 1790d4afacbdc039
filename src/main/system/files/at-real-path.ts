import { closeSync, constants, openSync, readlinkSync, realpathSync } from 'node:fs';
import { isMissing } from './paths.ts';

/**
 * Opens what lies at a real path, and nothing that a link put in the way by now leads to. Synchronous:
 * for threads that look through many files.
 * @param use gets a path that stands for what was opened, for as long as it runs
 * @throws ENOENT where the path leads elsewhere by now; as open(2); what `use` throws
 */
export function atRealPath<Result>(real: string, use: (path: string) => Result): Result {
  // Opening a pipe would wait for its other end, but for O_NONBLOCK, which Windows does not have.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
  // Windows opens no folders this way.
  if (process.platform === 'win32') return use(real);
  const descriptor = openSync(real, flags);
  try {
    const opened = openedPath(descriptor);
    if ((opened ?? realpathSync(real)) !== real) {
      throw Object.assign(new Error(`Something else is at ${real} by now`), { code: 'ENOENT' });
    }
    return use(opened === undefined ? real : `/proc/self/fd/${descriptor}`);
  } finally {
    closeSync(descriptor);
  }
}

/** Where an open file lies; undefined on systems that do not say. */
function openedPath(descriptor: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

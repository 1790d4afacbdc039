import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { realPathOf } from './real-path.ts';

/**
 * The first bytes of a file; undefined when it is a folder, device, pipe or socket, or not wanted. Never waits for
 * the other end of a pipe, which would take one of the few threads of the file system for good.
 * @param mostBytes read at most, so that neither a device nor a growing file has no end
 * @param isWanted told the real path of the file that was opened; false: it is left alone
 * @throws ENOENT, EACCES … as open(2)
 */
export async function readRegularFile(
  absolute: string,
  mostBytes: number,
  isWanted: (realPath: string) => boolean = () => true,
): Promise<Buffer | undefined> {
  // Windows has no O_NONBLOCK, and no pipes among its files.
  const file = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile() || !isWanted(await realPathOf(file, absolute))) return undefined;
    // A file of `/proc` says that it is empty and is not.
    const buffer = Buffer.alloc(Math.min(mostBytes, stats.size || mostBytes));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } finally {
    await file.close();
  }
}

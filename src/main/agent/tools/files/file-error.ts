import { AmbiguousNameError } from '../../../system/files/look-alikes.ts';
import { toolError, type ToolResult } from '../../tool.ts';
import { PathMovedError } from './path-moved-error.ts';

/** What each failure of the file system means, for the model. */
const meanings: Record<string, (target: string) => string> = {
  EACCES: (target) => `${target}: permission denied.`,
  EPERM: (target) => `${target}: permission denied.`,
  EROFS: (target) => `${target} is on a read-only file system.`,
  EISDIR: (target) => `${target} is a folder.`,
  ENOTDIR: (target) => `${target}: a part of this path is a file, not a folder.`,
  EEXIST: (target) => `${target}: a part of this path is a file, not a folder.`,
  EINVAL: (target) => `${target} is no regular file but a device, pipe or socket.`,
  ENXIO: (target) => `${target} is no regular file but a device, pipe or socket.`,
  ELOOP: (target) => `${target} is a link that leads to itself.`,
  ENAMETOOLONG: (target) => `${target}: the name is too long.`,
  // One that is missing from the start is told of before.
  ENOENT: (target) => `${target} or a folder of its path went away meanwhile; try again.`,
  ESTALE: (target) => `${target} or a folder of its path went away meanwhile; try again.`,
  EBUSY: (target) => `${target} is in use by another program; try again later.`,
  ETXTBSY: (target) => `${target} is a program that runs; end it first.`,
  EIO: (target) => `${target}: the disk could not be read or written.`,
  EMFILE: (target) => `${target}: too many files are open; try again later.`,
  ENOSPC: (target) => `${target} could not be written: the disk is full.`,
  EDQUOT: (target) => `${target} could not be written: the disk quota is used up.`,
};

/**
 * A failure of the file system, or a path that may not be used, as a result that the model can read.
 * @throws the error itself when it is none of those: then it is a bug of ours
 */
export function fileError(error: unknown, target: string): ToolResult {
  if (error instanceof PathMovedError || error instanceof AmbiguousNameError)
    return toolError(error.message);
  const meaning = meanings[(error as NodeJS.ErrnoException).code ?? ''];
  if (!meaning) throw error;
  return toolError(meaning(target));
}

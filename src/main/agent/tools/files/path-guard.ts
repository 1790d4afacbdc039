import { readlink, realpath, type FileHandle } from 'node:fs/promises';
import { assessPath } from '../../approvals/assess-path.ts';
import type { ToolContext } from '../../tool.ts';
import { isMissing } from '../../../system/files/paths.ts';
import { realPlaces, type HostPlaces } from './places.ts';

/** A path leads elsewhere than when the call was judged, to where the call may not go. */
export class PathMovedError extends Error {
  override readonly name = 'PathMovedError';

  constructor(file: string) {
    super(
      `Refused: the path leads to ${file} by now, and that is not what was judged. Call it again to have it judged anew.`,
    );
  }
}

/**
 * Throws unless a call may use this real path.
 * @throws {PathMovedError}
 */
export type PathGuard = (realPath: string) => void;

/**
 * Holds a call to what it was judged by: between the judgement and the deed, which may be minutes
 * apart, somebody may have put a link in the way. So what was really opened is judged once more,
 * and may hold no risk but those that were allowed.
 */
export async function guardPaths(
  access: 'read' | 'write',
  { workspace, allowed }: Pick<ToolContext, 'workspace' | 'allowed'>,
  places: HostPlaces,
): Promise<PathGuard> {
  const real = await realPlaces(workspace, places);
  return (file) => {
    if (assessPath(file, access, real).some(({ rule }) => !allowed.has(rule))) {
      throw new PathMovedError(file);
    }
  };
}

/**
 * The real path of a file that is open. Linux knows it for sure; elsewhere it is where the path leads now.
 * @param absolute the path it was opened by
 */
export async function placeOf(file: FileHandle, absolute: string): Promise<string> {
  try {
    // What Linux adds when the file was replaced meanwhile.
    return (await readlink(`/proc/self/fd/${file.fd}`)).replace(/ \(deleted\)$/, '');
  } catch (error) {
    if (!isMissing(error)) throw error;
    return realpath(absolute);
  }
}

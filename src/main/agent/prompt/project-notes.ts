import path from 'node:path';
import { isCredential } from '../places/file-kinds.ts';
import { isInside, isMissing } from '../../system/files/paths.ts';
import { realPath } from '../../system/files/real-path.ts';
import { readRegularFile } from '../../system/files/read-regular-file.ts';

/** The file in which people tell agents about a project. */
export const projectNotesFile = 'AGENTS.md';
/** Characters beyond this are cut: they enter every prompt. */
const longestNotes = 20_000;
/** A character has up to 4 bytes. */
const mostBytes = longestNotes * 4;

/**
 * `AGENTS.md` of a workspace; empty when there is none that can be read. A link that leads out of
 * the workspace, or to a file of keys in it, is not followed: whoever wrote the project could have
 * any file of this computer sent to the model with it.
 * @param workspace absolute
 */
export async function readProjectNotes(workspace: string): Promise<string> {
  const file = path.join(workspace, projectNotesFile);
  try {
    const folder = await realPath(workspace);
    const isWanted = (found: string): boolean => isInside(folder, found) && !isCredential(found);
    const bytes = await readRegularFile(file, mostBytes, isWanted);
    return bytes ? bytes.toString('utf8').slice(0, longestNotes).trim() : '';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ENXIO: a socket.
    if (isMissing(error) || /^(EISDIR|EACCES|EPERM|ELOOP|ENXIO)$/.test(code ?? '')) return '';
    throw error;
  }
}

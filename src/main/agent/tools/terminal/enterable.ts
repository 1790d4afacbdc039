import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isInside } from '../../../system/files/paths.ts';
import { realPath } from '../../../system/files/real-path.ts';
import type { EnclosedProgram, Program } from '../../confinement/confinement.ts';
import { BoundedText } from '../../text/truncate.ts';
import type { ProcessRegistry } from './processes.ts';

/** What decides whether a command can start in a folder. */
export interface Enclosed {
  processes: Pick<ProcessRegistry, 'run'>;
  /** Absolute. */
  workspace: string;
  /** Whether the wall will be around the command. */
  confined: boolean;
  enclose: (program: Program) => Promise<EnclosedProgram>;
}

/**
 * Whether a command can start in a folder. Inside the wall other folders are there than outside (a
 * `/tmp` of its own, no secret places): what lies beyond the workspace is looked for in there.
 * @param folder absolute
 */
export async function canEnter(folder: string, by: Enclosed): Promise<boolean> {
  if (!by.confined || (await isOfWorkspace(folder, by.workspace))) return isThere(folder);
  const { processes, workspace, enclose } = by;
  const process = await processes.run({
    command: `cd -- '${folder.replaceAll("'", `'\\''`)}'`,
    cwd: workspace,
    environment: {},
    enclose,
    output: new BoundedText({ head: 0, tail: 0 }),
    takesInput: false,
  });
  return (await process.finished).code === 0;
}

async function isOfWorkspace(folder: string, workspace: string): Promise<boolean> {
  try {
    return isInside(await realPath(workspace), await realPath(folder));
  } catch {
    // Closed to us or a loop: whether it can be entered is still to be seen.
    return false;
  }
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.X_OK);
    return (await stat(folder)).isDirectory();
  } catch {
    // Gone, closed to us, or no folder.
    return false;
  }
}

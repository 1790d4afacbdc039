import { assessPath } from '../../approvals/assess-path.ts';
import type { Places } from '../../approvals/places.ts';
import type { Risk, ToolContext } from '../../tool.ts';
import { realPath, resolvePath } from '../../../system/files/paths.ts';

/** The folders of this host and its person that tools need to know; absolute. */
export interface HostPlaces {
  home: string;
  /** Our own data folder: settings, secrets, store, memory, skills. */
  dataDir: string;
}

/** The same folders and the workspace, with symbolic links followed, as the approval rules compare them. */
export async function realPlaces(workspace: string, places: HostPlaces): Promise<Places> {
  const [realWorkspace, home, dataDir] = await Promise.all([
    realPath(workspace),
    realPath(places.home),
    realPath(places.dataDir),
  ]);
  return { workspace: realWorkspace, home, dataDir };
}

/** What is dangerous about a tool's reading or writing the path that the model gave. */
export async function assessFile(
  given: string,
  access: 'read' | 'write',
  context: ToolContext,
  places: HostPlaces,
): Promise<Risk[]> {
  const absolute = resolvePath(given, { workspace: context.workspace, home: places.home });
  return assessPath(await realPath(absolute), access, await realPlaces(context.workspace, places));
}

import { assessPathFor } from '../../approvals/assess-path.ts';
import type { Places } from '../../approvals/places.ts';
import type { CallPath, CallPaths } from '../../tool.ts';
import { existingPath } from '../../../system/files/look-alikes.ts';
import { resolvePath } from '../../../system/files/paths.ts';
import { realPath } from '../../../system/files/real-path.ts';
import { PathMovedError } from './path-moved-error.ts';

/** The folders of this host and its person that tools need to know; absolute. */
export interface HostFolders {
  home: string;
  /** Our own data folder: settings, secrets, store, memory, skills. */
  dataDir: string;
}

/** Who reads and writes, as the answers that are kept name it. */
const by = 'the file tools';

/** The paths of one call. Where workspace, home and data folder lead is asked for once. */
export function createCallPaths(workspace: string, { home, dataDir }: HostFolders): CallPaths {
  let followed: Promise<Places> | undefined;
  const places = (): Promise<Places> => (followed ??= follow({ workspace, home, dataDir }));
  const absolute = (given: string): string => resolvePath(given, { workspace, home });
  const locate = async (given: string): Promise<CallPath> => {
    const meant = absolute(given);
    const found = await existingPath(meant);
    return { absolute: found, looksAlike: found !== meant, real: await realPath(found) };
  };
  return {
    places,
    absolute,
    locate,
    async assess(given, access) {
      return assessPathFor(by, (await locate(given)).real, access, await places());
    },
    async hold(access, allowed) {
      const compared = await places();
      return (real) => {
        if (assessPathFor(by, real, access, compared).some(({ rule }) => !allowed.has(rule))) {
          throw new PathMovedError(real);
        }
      };
    },
  };
}

async function follow(folders: Places): Promise<Places> {
  const [workspace, home, dataDir] = await Promise.all([
    realPath(folders.workspace),
    realPath(folders.home),
    realPath(folders.dataDir),
  ]);
  return { workspace, home, dataDir };
}

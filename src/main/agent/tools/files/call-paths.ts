import { assessPathFor } from '../../approvals/assess-path.ts';
import { realPathIn } from '../../places/real-path-in.ts';
import type { PlaceTable } from '../../places/place-table.ts';
import type { Folders } from '../../places/folders.ts';
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

interface Ground {
  folders: Folders;
  table: PlaceTable | undefined;
}

/** Who reads and writes, as the answers that are kept name it. */
const by = 'the file tools';

/**
 * The paths of one call. Where workspace, home and data folder lead, and what the wall shows where, is
 * asked for once.
 * @param placesOf what programs of the conversation may do where; undefined without a wall
 */
export function createCallPaths(
  workspace: string,
  { home, dataDir }: HostFolders,
  placesOf: () => Promise<PlaceTable | undefined> = () => Promise.resolve(undefined),
): CallPaths {
  let asked: Promise<Ground> | undefined;
  const ground = (): Promise<Ground> =>
    (asked ??= readGround({ workspace, home, dataDir }, placesOf));
  const absolute = (given: string): string => resolvePath(given, { workspace, home });
  const locate = async (given: string): Promise<CallPath> => {
    const { table } = await ground();
    const meant = absolute(given);
    const found = table
      ? table.seen(await existingPath(table.source(meant)))
      : await existingPath(meant);
    const real = table ? await realPathIn(table, found) : await realPath(found);
    return {
      absolute: found,
      looksAlike: found !== meant,
      real,
      disk: table?.source(real) ?? real,
    };
  };
  return {
    folders: async () => (await ground()).folders,
    absolute,
    locate,
    async assess(given, access) {
      const { folders, table } = await ground();
      return assessPathFor(by, (await locate(given)).real, access, folders, table);
    },
    async seen() {
      const { table } = await ground();
      return (disk) => table?.seen(disk) ?? disk;
    },
    async hold(access, allowed) {
      const { folders, table } = await ground();
      return (disk) => {
        const real = table?.seen(disk) ?? disk;
        const risks = assessPathFor(by, real, access, folders, table);
        if (risks.some(({ rule }) => !allowed.has(rule))) throw new PathMovedError(real);
      };
    },
  };
}

async function readGround(
  folders: Folders,
  placesOf: () => Promise<PlaceTable | undefined>,
): Promise<Ground> {
  const [workspace, home, dataDir, table] = await Promise.all([
    realPath(folders.workspace),
    realPath(folders.home),
    realPath(folders.dataDir),
    placesOf(),
  ]);
  return { folders: { workspace, home, dataDir }, table };
}

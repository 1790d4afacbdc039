import { execFile } from 'node:child_process';
import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { isMissing, resolvePath } from '../../../system/files/paths.ts';
import { realPathSync } from '../../../system/files/real-path.ts';
import { confinedEnvironment } from '../confined-environment.ts';
import type { EnclosedProgram, Enclosure, Program } from '../confinement.ts';
import type { AddressGuard } from '../../network/address-guard.ts';
import { CodeFinder, type CodePlace } from '../../places/code-finder.ts';
import { codeOfHome, gitHooks, neverMade } from '../../places/code-places.ts';
import { newCode } from '../../places/new-code.ts';
import { isUnder, PlaceTable, type Place } from '../../places/place-table.ts';
import { placesOfCode, placesOfOwner, type OwnersFolders } from '../../places/read-places.ts';
import { proxyVariables } from '../proxy-variables.ts';
import { refusalsIn } from '../refusals.ts';
import type { ConfinementSystem } from '../system.ts';
import { undoProgram } from '../undo-script.ts';
import { bubblewrapArguments, roomArguments, type BubblewrapWay } from './bubblewrap-arguments.ts';
import { homesOfOthers } from './homes-of-others.ts';
import { carried, unpacking } from './launch/carried-environment.ts';
import { Launcher } from './launch/launcher.ts';
import { ListedNetwork } from './network/listed-network.ts';
import { reachableSockets } from './listening-sockets.ts';
import { planCall, planMounts, type Mount } from './mounts.ts';
import { Placeholders } from './placeholders.ts';
import { PrivateFolders } from './private-folders.ts';
import { probeBubblewrap } from './probe.ts';
import { makeRoom } from './rooms/room.ts';
import {
  backstage,
  inRoom,
  keptOfRoom,
  LastingPlacesReader,
  roomTable,
} from './rooms/room-plan.ts';
import { Rooms, type RoomUse } from './rooms/rooms.ts';
import { scoped } from './launch/scope.ts';

const execute = promisify(execFile);

export interface BubblewrapOptions {
  home: string;
  dataDir: string;
  /** The environment of the host: where programs are looked for. */
  environment: () => NodeJS.ProcessEnv;
  /** What the person let in: paths, absolute or from `~` or the workspace, and names of variables. */
  letIn: () => readonly string[];
  network: () => 'open' | 'listed' | 'none';
  /** Decides which hosts are reached with network `listed`. */
  guard: AddressGuard;
}

/** A workspace with what in it runs code, at one moment. */
interface Ground {
  /** Absolute, links followed. */
  workspace: string;
  code: readonly CodePlace[];
  /** The folders in it. */
  folders: ReadonlySet<string>;
}

/** What programs may do where, by how long it holds. */
interface AllPlaces {
  home: string;
  network: 'open' | 'listed' | 'none';
  /** As in {@link RoomPlan}. */
  key: string;
  look: string;
  lasting: readonly Place[];
  own: readonly Place[];
  ofCode: readonly Place[];
  /** All of them. */
  table: PlaceTable;
}

/** The wall on Linux: namespaces, by bubblewrap. */
export function createBubblewrap(options: BubblewrapOptions): ConfinementSystem {
  const isRoot = process.getuid?.() === 0;
  const uid = process.getuid?.() ?? 0;
  const folders = new PrivateFolders(path.join(realPathSync(options.dataDir), 'confinement'));
  const launcher = new Launcher(path.join(options.dataDir, 'confinement'));
  const placeholders = new Placeholders(path.join(options.dataDir, 'confinement', 'placeholders'));
  const finder = new CodeFinder();
  const rooms = new Rooms();
  const lastingPlaces = new LastingPlacesReader();
  const listed = new ListedNetwork(
    path.join(realPathSync(options.dataDir), 'confinement'),
    options.guard,
  );
  let way: BubblewrapWay | undefined;

  const groundOf = (workspace: string): Ground => {
    const { code, folders: found } = finder.find(workspace);
    return {
      workspace,
      code: [...code, ...codeOfHomeIn(workspace, options.home)],
      folders: found,
    };
  };

  /** What holds for a conversation in a workspace; `owned` are the folders that it has for itself. */
  const placesFor = (
    enclosure: Pick<Enclosure, 'open' | 'network'>,
    { workspace, code }: Ground,
    owned: OwnersFolders,
  ): AllPlaces => {
    const home = realpathSync(options.home);
    const letIn = [...placesLetIn(options.letIn(), { workspace, home }), ...(enclosure.open ?? [])];
    const network = enclosure.network ?? options.network();
    const key = JSON.stringify([workspace, home, letIn, network, way?.userNamespace]);
    const { places: lasting, look } = lastingPlaces.read(key, {
      workspace,
      home,
      otherHomes: () => (isRoot ? homesOfOthers(home) : []),
      dataDir: realpathSync(options.dataDir),
      caches: folders.caches,
      letIn,
    });
    const own = placesOfOwner(owned, uid);
    const ofCode = placesOfCode(code, letIn);
    const table = new PlaceTable([...lasting, ...own, ...ofCode], letIn);
    return { home, network, key, look, lasting, own, ofCode, table };
  };

  /** Wraps a program; `release` gives back what it holds, and no more. */
  const wrap = async (
    by: BubblewrapWay,
    program: Program,
    enclosure: Enclosure,
    ground: Ground,
  ): Promise<EnclosedProgram> => {
    const {
      home,
      network: reach,
      key,
      look,
      lasting,
      own,
      ofCode,
      table,
    } = placesFor(enclosure, ground, folders.acquire(enclosure.owner));
    const network = reach === 'open';
    const startedAt = Date.now();
    const common = { way: by, isRoot };
    const { emptyFile } = folders;
    let room: RoomUse | undefined;
    if (by.nsenter !== undefined) {
      const { nsenter } = by;
      const make = (): ReturnType<typeof makeRoom> =>
        makeRoom({
          nsenter,
          command: roomArguments({
            ...common,
            emptyFile,
            network,
            mounts: planMounts(roomTable(lasting, own, folders), home),
          }),
          own: { users: !isRoot || by.userNamespace, network: !network },
          ...(reach === 'listed' && by.perl !== undefined
            ? { wayOut: { perl: by.perl, network: listed } }
            : {}),
        });
      room = await rooms.enter({ key, look, make });
    }
    // It may be there inside only, in the private /tmp.
    const cwd = realPathSync(program.cwd);
    const inner = program.inNamespace ?? program;
    const start = by.perl === undefined ? unpacking : scoped(by.perl);
    const inside = {
      ...confinedEnvironment(program.environment, [
        ...options.letIn(),
        ...(enclosure.variables ?? []),
      ]),
      ...(room?.port === undefined ? {} : proxyVariables(room.port)),
    };
    const mounts = room
      ? planCall({
          table,
          own: inRoom(own, folders.owners),
          code: ofCode,
          kept: keptOfRoom(lasting),
          covered: reachableSockets(table),
          backstage,
        })
      : [
          ...planMounts(table, home),
          ...reachableSockets(table).map((file): Mount => ({ kind: 'empty', path: file })),
        ];
    return {
      ...launcher.commandLine({
        enter: room?.enter ?? [],
        arguments: bubblewrapArguments({
          ...common,
          inRoom: room !== undefined,
          emptyFile: room ? path.join(backstage, path.basename(emptyFile)) : emptyFile,
          mounts,
          cwd,
          network,
        }),
        program: [by.program, ...start, inner.file, ...inner.args],
        userNamespaces: enclosure.userNamespaces ?? false,
      }),
      // Where it starts from does not matter; where it runs may not be there outside.
      cwd: '/',
      environment: carried(inside),
      inside,
      confined: true,
      ownsNamespace: true,
      refusals: (output, failed) => [
        ...refusalsIn(output, failed, { table, cwd, home }),
        ...(reach === 'listed' ? refusedHosts(listed.refusedSince(startedAt), output, failed) : []),
        ...(reach === 'listed' && room?.port === undefined && failed ? [noWayOut] : []),
      ],
      release: () => {
        room?.leave();
        folders.release(enclosure.owner);
        return Promise.resolve([]);
      },
    };
  };

  /** Takes away what a program made that runs code elsewhere. */
  const undo = async (
    by: BubblewrapWay,
    enclosure: Enclosure,
    before: Ground,
  ): Promise<string[]> => {
    const { workspace } = before;
    const made = newCode(before, groundOf(workspace).code);
    if (!made) return [];
    const kept = `/tmp/taken-away-${new Date().toISOString().replaceAll(':', '-')}`;
    const program = { ...undoProgram(kept, made), cwd: workspace };
    const enclosed = await wrap(by, program, enclosure, before);
    try {
      const { file, args, environment, cwd } = enclosed;
      const { stdout } = await execute(file, [...args], { env: environment, cwd });
      const taken = stdout.split('\n').filter((line) => line !== '');
      return taken.map((line) => {
        const name = path.relative(workspace, line);
        return `The wall does not let this make or change ${name}: it makes other programs run code. What was written there was taken away and lies in ${kept}.`;
      });
    } finally {
      await enclosed.release();
    }
  };

  const enclose = async (
    by: BubblewrapWay,
    program: Program,
    enclosure: Enclosure,
  ): Promise<EnclosedProgram> => {
    const workspace = realpathSync(enclosure.workspace);
    const before = groundOf(workspace);
    const held = placeholders.acquire([
      ...(enclosure.lasting ? neverMade.map((name) => path.join(workspace, name)) : []),
      ...before.code.map((one) => one.path).filter((file) => path.basename(file) === gitHooks),
    ]);
    const code = [...before.code, ...held.map((file) => ({ path: file, pinnedFrom: workspace }))];
    let enclosed: EnclosedProgram;
    try {
      enclosed = await wrap(by, program, enclosure, { ...before, code });
    } catch (error) {
      placeholders.release(held);
      throw error;
    }
    let released = false;
    return {
      ...enclosed,
      async release() {
        if (released) return [];
        released = true;
        placeholders.release(held);
        await enclosed.release();
        return undo(by, enclosure, before);
      },
    };
  };

  return {
    async probe() {
      folders.prepare();
      launcher.prepare();
      placeholders.clear();
      const result = await probeBubblewrap({
        environment: options.environment(),
        isRoot,
        enclose: (by, program) =>
          enclose(by, program, { workspace: folders.caches, owner: 'probe' }),
      });
      if (!('way' in result)) return { holds: false, reason: result.reason };
      ({ way } = result);
      // What nobody has used for long goes meanwhile; what cannot go is tried again at the next start.
      folders.tidy().catch(() => undefined);
      return { holds: true, by: result.by };
    },

    enclose(program, enclosure) {
      if (!way) throw new Error('The wall was not tried out');
      return enclose(way, program, enclosure);
    },

    watch(enclosure) {
      const by = way;
      const workspace = realPathIfThere(enclosure.workspace);
      if (!by || workspace === undefined) return () => Promise.resolve([]);
      const before = groundOf(workspace);
      return () => undo(by, enclosure, before);
    },

    places(enclosure) {
      const ground = groundOf(realpathSync(enclosure.workspace));
      return placesFor({}, ground, folders.make(enclosure.owner)).table;
    },

    forget: (owner) => folders.forget(owner),

    async close() {
      rooms.close();
      await listed.close();
    },
  };
}

const noWayOut =
  'The wall lets nothing reach the network: for the hosts of agent.networkHosts it needs nsenter and perl, which do not work here.';

/** The hosts that a program complains of, or failed without naming. */
function refusedHosts(hosts: readonly string[], output: string, failed: boolean): string[] {
  return hosts
    .filter((host) => failed || output.includes(host))
    .map(
      (host) =>
        `The wall does not let this reach ${host}: it is not among the hosts of agent.networkHosts.`,
    );
}

function realPathIfThere(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** In a workspace that is the home folder, or holds it: what there starts programs. */
function codeOfHomeIn(workspace: string, home: string): CodePlace[] {
  if (!isUnder(workspace, home)) return [];
  return codeOfHome
    .map((name) => path.join(home, name))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false }))
    .map((file) => ({ path: file, pinnedFrom: workspace }));
}

/** What of the names that the person let in are places, and not variables; absolute. */
function placesLetIn(
  names: readonly string[],
  folders: { workspace: string; home: string },
): string[] {
  return names.filter((name) => !/^\w+$/.test(name)).map((name) => resolvePath(name, folders));
}

import { execFile } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolvePath } from '../../../system/files/paths.ts';
import { realPathSync } from '../../../system/files/real-path.ts';
import { confinedEnvironment } from '../confined-environment.ts';
import type { EnclosedProgram, Enclosure, Program } from '../confinement.ts';
import type { AddressGuard } from '../../network/address-guard.ts';
import { startGuardingProxy, type GuardingProxy } from '../../network/guarding-proxy.ts';
import { proxyVariables } from '../proxy-variables.ts';
import { CodeFinder } from '../../places/code-finder.ts';
import { neverMade } from '../../places/code-places.ts';
import { PlaceTable, type Place } from '../../places/place-table.ts';
import { placesOfCode } from '../../places/read-places.ts';
import { secretsOfHome, secretsOfSystem } from '../../places/secret-places.ts';
import { refusalsIn } from '../refusals.ts';
import type { ConfinementSystem } from '../system.ts';
import { seatbeltProfile } from './seatbelt-profile.ts';

export interface SeatbeltParts {
  home: string;
  dataDir: string;
  letIn: () => readonly string[];
  network: () => 'open' | 'listed' | 'none';
  /** Decides which hosts are reached with network `listed`. */
  guard: AddressGuard;
}

const program = '/usr/bin/sandbox-exec';
/** Caches that macOS has in other places than Linux, relative to the home folder. */
const caches = ['.npm', '.cache', '.cargo/registry', '.local/share/uv', 'go/pkg', 'Library/Caches'];

/**
 * The wall on macOS: a profile of the kernel's sandbox. It has no folders of its own in the place of
 * others and no namespace of processes: temporary files go to a folder that `TMPDIR` names, caches
 * are the person's, and what a program leaves running is ended by us.
 */
export function createSeatbelt(parts: SeatbeltParts): ConfinementSystem {
  const finder = new CodeFinder();
  let proxy: Promise<GuardingProxy> | undefined;
  const temporaryOf = (owner: string): string => {
    const name = createHash('sha256').update(owner).digest('hex').slice(0, 24);
    return path.join(realpathSync(tmpdir()), `hermes-tray-${name}`);
  };

  const tableFor = (workspace: string, { owner, open = [] }: Enclosure): PlaceTable => {
    const home = realpathSync(parts.home);
    const folders = { workspace, home };
    const named = parts.letIn().filter((name) => !/^\w+$/.test(name));
    const letIn = [...named.map((name) => resolvePath(name, folders)), ...open];
    const place = (file: string, access: Place['access'], why: string): Place => ({
      path: realPathSync(file),
      access,
      why,
    });
    const absent = neverMade.map((name) => path.join(workspace, name));
    const code = [
      ...finder.find(workspace).code,
      ...absent.map((file) => ({ path: file, pinnedFrom: workspace })),
    ];
    return new PlaceTable(
      [
        ...caches.map((name) => place(path.join(home, name), 'write', 'it may be changed')),
        ...[
          ...secretsOfHome('darwin').map((name) => path.join(home, name)),
          ...secretsOfSystem('darwin'),
        ]
          .filter((file) => !letIn.includes(file))
          .map((file) => place(file, 'none', 'it holds keys, passwords or sessions of the person')),
        place(parts.dataDir, 'none', "it belongs to Hermes Tray's own keys, settings and records"),
        place(path.join(parts.dataDir, 'skills'), 'read', 'it belongs to Hermes Tray'),
        place(workspace, 'write', 'it may be changed'),
        place(temporaryOf(owner), 'write', 'it may be changed'),
        ...placesOfCode(code, letIn),
      ],
      letIn,
    );
  };

  /** The port of the proxy by which listed hosts are reached. */
  const portOf = async (network: string): Promise<number | undefined> => {
    if (network !== 'listed') return undefined;
    proxy ??= startGuardingProxy(parts.guard);
    return Number(new URL((await proxy).url).port);
  };

  const enclose = async (given: Program, enclosure: Enclosure): Promise<EnclosedProgram> => {
    const workspace = realpathSync(enclosure.workspace);
    const temporary = temporaryOf(enclosure.owner);
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    const table = tableFor(workspace, enclosure);
    const network = enclosure.network ?? parts.network();
    const port = await portOf(network);
    const letIn = [...parts.letIn(), ...(enclosure.variables ?? [])];
    const environment = {
      ...confinedEnvironment(given.environment, letIn),
      TMPDIR: `${temporary}/`,
      ...(port === undefined ? {} : proxyVariables(port)),
    };
    return {
      file: program,
      args: ['-p', seatbeltProfile({ table, network }), given.file, ...given.args],
      cwd: given.cwd,
      // The system takes what would steer this program of its own out.
      environment,
      inside: environment,
      confined: true,
      ownsNamespace: false,
      refusals: (output, failed) =>
        refusalsIn(output, failed, { table, cwd: given.cwd, home: parts.home }),
      release: () => Promise.resolve([]),
    };
  };

  return {
    async probe() {
      const inside = await enclose(
        {
          file: '/bin/sh',
          args: [
            '-c',
            `: > ${JSON.stringify(path.join(parts.dataDir, '.probe'))} 2>/dev/null || echo inside`,
          ],
          cwd: '/',
          environment: { PATH: '/usr/bin:/bin' },
        },
        { workspace: temporaryRoot(), owner: 'probe' },
      );
      const { output, problem } = await run(inside);
      if (output.trim() === 'inside') return { holds: true, by: `macOS (${program})` };
      return { holds: false, reason: `${program} could not run a program. It said: ${problem}` };
    },
    enclose,
    watch: () => () => Promise.resolve([]),
    places: (enclosure) => tableFor(realpathSync(enclosure.workspace), enclosure),
    close: async () => (await proxy)?.close(),
    forget(owner) {
      rmSync(temporaryOf(owner), { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

function temporaryRoot(): string {
  const folder = path.join(realpathSync(tmpdir()), 'hermes-tray-probe');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function run(enclosed: EnclosedProgram): Promise<{ output: string; problem: string }> {
  const { file, args, environment, cwd } = enclosed;
  return new Promise((resolve) => {
    execFile(file, [...args], { env: environment, cwd, timeout: 10_000 }, (error, stdout, stderr) =>
      resolve({ output: stdout, problem: stderr.trim() || (error?.message ?? '') }),
    );
  });
}

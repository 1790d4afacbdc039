import { execFile } from 'node:child_process';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { resolvePath } from '../../../system/files/paths.ts';
import { confinedEnvironment } from '../confined-environment.ts';
import type { EnclosedProgram, Enclosure, Program } from '../confinement.ts';
import { CodeFinder, type CodePlace } from '../places/code-finder.ts';
import { codeOfHome, neverMade } from '../places/code-places.ts';
import { newCode } from '../places/new-code.ts';
import { isUnder, PlaceTable } from '../places/place-table.ts';
import { readPlaces } from '../places/read-places.ts';
import { refusalsIn } from '../refusals.ts';
import type { ConfinementSystem } from '../system.ts';
import { undoProgram } from '../undo-script.ts';
import { bubblewrapArguments, type BubblewrapWay } from './bubblewrap-arguments.ts';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { planMounts } from './mounts.ts';
import { Placeholders } from './placeholders.ts';
import { PrivateFolders } from './private-folders.ts';
import { probeBubblewrap } from './probe.ts';

const execute = promisify(execFile);

export interface BubblewrapOptions {
  home: string;
  dataDir: string;
  /** The environment of the host: where `bwrap` is looked for. */
  environment: () => NodeJS.ProcessEnv;
  /** What the person let in: paths, absolute or from `~` or the workspace, and names of variables. */
  letIn: () => readonly string[];
  network: () => 'open' | 'none';
}

/** A workspace with what in it runs code, at one moment. */
interface Ground {
  /** Absolute, links followed. */
  workspace: string;
  code: readonly CodePlace[];
}

/** The wall on Linux: namespaces, by bubblewrap. */
export function createBubblewrap(options: BubblewrapOptions): ConfinementSystem {
  const isRoot = process.getuid?.() === 0;
  const folders = new PrivateFolders(path.join(options.dataDir, 'confinement'));
  const placeholders = new Placeholders();
  const finder = new CodeFinder();
  let way: BubblewrapWay | undefined;
  let inherited: readonly number[] = [];

  const groundOf = (workspace: string): Ground => ({
    workspace,
    code: [...finder.find(workspace), ...codeOfHomeIn(workspace, options.home)],
  });

  const tableFor = ({ workspace, code }: Ground, { owner, open = [] }: Enclosure): PlaceTable =>
    new PlaceTable(
      readPlaces({
        workspace,
        home: realpathSync(options.home),
        uid: process.getuid?.() ?? 0,
        otherHomes: isRoot ? homesOfOthers(options.home) : [],
        dataDir: realpathSync(options.dataDir),
        own: { ...folders.acquire(owner), caches: folders.caches },
        letIn: [...placesLetIn(options.letIn(), { workspace, home: options.home }), ...open],
        code,
      }),
    );

  /** Wraps a program; `release` gives back its folders, and no more. */
  const wrap = (
    by: BubblewrapWay,
    program: Program,
    enclosure: Enclosure,
    ground: Ground,
  ): EnclosedProgram => {
    const table = tableFor(ground, enclosure);
    const cwd = realpathSync(program.cwd);
    const args = bubblewrapArguments({
      way: by,
      isRoot,
      mounts: planMounts(table, options.home),
      emptyFile: folders.emptyFile,
      cwd,
      network: options.network() === 'open',
    });
    const inner = program.inNamespace ?? program;
    return {
      ...startedWithout(inherited, by.program, [...args, inner.file, ...inner.args]),
      // Where it starts from does not matter; where it runs may not be there outside.
      cwd: '/',
      environment: confinedEnvironment(program.environment, options.letIn()),
      confined: true,
      ownsNamespace: true,
      refusals: (output, failed) => refusalsIn(output, failed, { table, cwd, home: options.home }),
      release: () => {
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
    const made = newCode(workspace, before.code, groundOf(workspace).code);
    if (!made) return [];
    const kept = `/tmp/taken-away-${new Date().toISOString().replaceAll(':', '-')}`;
    const program = { ...undoProgram(kept, made), cwd: workspace };
    const enclosed = wrap(by, program, enclosure, before);
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

  const enclose = (by: BubblewrapWay, program: Program, enclosure: Enclosure): EnclosedProgram => {
    const workspace = realpathSync(enclosure.workspace);
    const before = groundOf(workspace);
    const held = placeholders.acquire([
      ...(enclosure.lasting ? neverMade.map((name) => path.join(workspace, name)) : []),
      ...before.code
        .map(({ path: file }) => file)
        .filter((file) => path.basename(file) === 'hooks'),
    ]);
    const code = [...before.code, ...held.map((file) => ({ path: file, pinnedFrom: workspace }))];
    const enclosed = wrap(by, program, enclosure, { workspace, code });
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
      inherited = inheritedDescriptors();
      const result = await probeBubblewrap({
        environment: options.environment(),
        isRoot,
        enclose: (by, program) =>
          enclose(by, program, { workspace: folders.caches, owner: 'probe' }),
      });
      if (!('way' in result)) return { holds: false, reason: result.reason };
      ({ way } = result);
      return { holds: true, by: result.by };
    },

    enclose(program, enclosure) {
      if (!way) throw new Error('The wall was not tried out');
      return Promise.resolve(enclose(way, program, enclosure));
    },

    forget: (owner) => folders.forget(owner),
  };
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

/** Closes descriptors that the program would get from whoever started the host. */
function startedWithout(
  inherited: readonly number[],
  file: string,
  args: readonly string[],
): { file: string; args: readonly string[] } {
  if (inherited.length === 0) return { file, args };
  // Only Bash closes descriptors of more than one digit.
  const shell = inherited.every((number) => number < 10) ? '/bin/sh' : '/bin/bash';
  const closing = inherited.map((number) => `exec ${number}>&-; `).join('');
  return { file: shell, args: ['-c', `${closing}exec "$0" "$@"`, file, ...args] };
}

/** Home folders of the other accounts of people, and root's own where `HOME` is another. */
function homesOfOthers(home: string): string[] {
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const homes = accounts.flatMap((line) => {
    const [, , uid, , , folder] = line.split(':');
    const isPerson = uid === '0' || (Number(uid) >= 1000 && Number(uid) < 65_534);
    return isPerson && folder && folder !== '/' ? [folder] : [];
  });
  return [...new Set(homes)].filter((folder) => folder !== home);
}

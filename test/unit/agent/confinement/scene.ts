import { execFileSync, spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { ProcessTable } from '../../../../src/main/system/processes/process-table.ts';
import { bait, walledHome, write, type WalledHome } from './support.ts';

/**
 * Whether the tables are run: on Linux always, on macOS where the workflow wants it. Never without a
 * wall, for they do what they say.
 */
export const hasWall =
  process.platform === 'linux' ||
  (process.platform === 'darwin' && process.env['HERMES_TEST_SEATBELT'] === '1');

/** Everything below a folder, with its content and mode. */
function snapshot(folder: string, passOver = ''): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => passOver === '' || !file.startsWith(passOver))
    .map((file) => {
      const { mode, uid } = lstatSync(file);
      const stats = lstatSync(file);
      const content = stats.isFile()
        ? readFileSync(file, 'utf8')
        : stats.isSymbolicLink()
          ? readlinkSync(file)
          : '';
      return `${file} ${mode} ${uid} ${content}`;
    })
    .toSorted();
}

/** What in a workspace would run something when the person enters it, opens it, or uses git there. */
function armed(workspace: string): string[] {
  const names = ['.envrc', '.mcp.json', '.vscode', '.idea', '.bashrc', '.profile'];
  const found = names.filter((name) => existsSync(path.join(workspace, name)));
  // There nothing is taken away afterwards: only these names cannot come to be.
  if (process.platform === 'darwin')
    return found.filter((name) => !/profile|rc$/.test(name) || name === '.envrc');
  const files = readdirSync(workspace, { recursive: true, withFileTypes: true }).map((entry) =>
    path.join(entry.parentPath, entry.name),
  );
  for (const file of files) {
    const folder = path.dirname(file);
    const ofGit = existsSync(path.join(folder, 'HEAD')) || existsSync(path.join(folder, '../HEAD'));
    if (!ofGit) continue;
    if (path.basename(folder) === 'hooks' && !file.endsWith('.sample')) found.push(file);
    if (['config', 'config.worktree'].includes(path.basename(file)) && lstatSync(file).isFile()) {
      if (/^(?!\s*#).*(planted|hooksPath|evil)/im.test(readFileSync(file, 'utf8')))
        found.push(file);
    }
    if (path.basename(file) === 'commondir') found.push(file);
  }
  return found;
}

export interface Scene extends WalledHome {
  victim: number;
  before: string[];
}

/** A home that nothing may happen to, a process of the person's, and how all looks before. */
export async function scene(): Promise<Scene> {
  // Without a wall these commands would do what they say: then none of them may run.
  const home = await walledHome({ confinement: 'required' });
  expect((await home.confinement.ready()).state).toBe('on');
  const victim = spawn('sleep', ['100000'], { env: { SECRET: bait }, stdio: 'ignore' });
  onTestFinished(() => void victim.kill('SIGKILL'));
  write(home.home, { '.profile': '# the person wrote this', '.config/git/ignore': '' });
  return { ...home, victim: victim.pid!, before: outside(home) };
}

function outside({ home, dataDir }: WalledHome): string[] {
  return [...snapshot(home), ...snapshot(dataDir, path.join(dataDir, 'confinement'))];
}

/** An empty repository in place of what was there. */
export function freshWorkspace({ workspace }: WalledHome): void {
  for (const name of readdirSync(workspace)) {
    rmSync(path.join(workspace, name), { recursive: true, force: true });
  }
  execFileSync('git', ['init', '-q', workspace]);
  execFileSync('git', ['-C', workspace, 'config', 'user.email', 'a@b.c']);
  write(workspace, { README: 'a project' });
}

/**
 * Fails unless all is as it was, nothing planted, nothing alive, no secret told.
 * @param options.planted whether it is looked for what was planted in the workspace
 */
export async function expectUnharmed(
  command: string,
  set: Scene,
  answer: string,
  { planted = true } = {},
): Promise<void> {
  const { workspace, victim, before } = set;
  const beat = path.join(workspace, 'beat');
  if (existsSync(beat)) {
    const last = readFileSync(beat, 'utf8');
    await delay(150);
    expect(readFileSync(beat, 'utf8'), `still runs: ${command}`).toBe(last);
  }
  expect(outside(set), `changed something: ${command}`).toEqual(before);
  expect(answer, `read a secret: ${command}`).not.toContain(bait);
  expect(new ProcessTable().isAlive(victim), `hurt a process: ${command}`).toBe(true);
  if (planted) expect(armed(workspace), `planted something: ${command}`).toEqual([]);
  for (const file of [
    '/tmp/planted',
    '/etc/planted',
    '/usr/local/bin/planted',
    '/dev/shm/planted',
  ]) {
    expect(existsSync(file), `${file} by ${command}`).toBe(false);
  }
}

/** A command with the variables that name what it is after. */
export function given({ dataDir, home, victim }: Scene, command: string): string {
  return `DATA='${dataDir}' BAIT='${home}/.ssh/id_ed25519' VICTIM=${victim}; export DATA BAIT VICTIM; ${command}`;
}

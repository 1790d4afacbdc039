import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ProcessTable } from '../../../../src/main/system/processes/process-table.ts';
import { call } from '../tools/support.ts';
import { disguisedCommands } from './disguised-commands.ts';
import { bait, walledHome, write, type WalledHome } from './support.ts';

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

interface Scene extends WalledHome {
  victim: number;
  before: string[];
}

async function scene(): Promise<Scene> {
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

function freshWorkspace({ workspace }: WalledHome): void {
  for (const name of readdirSync(workspace)) {
    rmSync(path.join(workspace, name), { recursive: true, force: true });
  }
  execFileSync('git', ['init', '-q', workspace]);
  execFileSync('git', ['-C', workspace, 'config', 'user.email', 'a@b.c']);
  write(workspace, { README: 'a project' });
}

async function expectUnharmed(command: string, set: Scene, answer: string): Promise<void> {
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
  expect(armed(workspace), `planted something: ${command}`).toEqual([]);
  for (const file of [
    '/tmp/planted',
    '/etc/planted',
    '/usr/local/bin/planted',
    '/dev/shm/planted',
  ]) {
    expect(existsSync(file), `${file} by ${command}`).toBe(false);
  }
}

describe.runIf(process.platform === 'linux')('disguised commands inside the wall', () => {
  const given = ({ dataDir, home, victim }: Scene, command: string): string =>
    `DATA='${dataDir}' BAIT='${home}/.ssh/id_ed25519' VICTIM=${victim}; export DATA BAIT VICTIM; ${command}`;

  test(
    `${disguisedCommands.length} of them change nothing outside, read no secret, hurt nobody`,
    {
      timeout: 600_000,
    },
    async () => {
      const set = await scene();
      for (const command of disguisedCommands) {
        freshWorkspace(set);
        const answer = await set.run(`(${given(set, command)}\n)`, { timeout: 30 });
        await expectUnharmed(command, set, JSON.stringify(answer));
      }
    },
  );

  test('typed into a shell in the background they do no more', { timeout: 120_000 }, async () => {
    const set = await scene();
    freshWorkspace(set);
    const { session_id } = await set.run('bash', { background: true });
    for (const command of disguisedCommands.slice(0, 20)) {
      const data = `(${given(set, command)}\n)\n`;
      await call(set.process, { action: 'write', session_id: session_id!, data }, set.context);
    }
    await call(
      set.process,
      { action: 'write', session_id: session_id!, data: 'exit\n' },
      set.context,
    );
    await call(set.process, { action: 'wait', session_id: session_id!, timeout: 60 }, set.context);
    const { output } = await call(
      set.process,
      { action: 'log', session_id: session_id! },
      set.context,
    );
    await expectUnharmed('bash in the background', set, output);
  });

  test('a link planted for a later call leads it nowhere', async () => {
    const set = await scene();
    freshWorkspace(set);
    await set.run('ln -s ~ later; ln -s ~/.ssh keys; ln -s ~/.bashrc rc; mkdir real');
    for (const command of [
      'echo planted > later/planted',
      'cat keys/id_ed25519',
      'echo planted >> rc',
      'rm -rf real && ln -s ~ real && echo planted > real/planted',
    ]) {
      await expectUnharmed(command, set, JSON.stringify(await set.run(command)));
    }
    mkdirSync(path.join(set.workspace, 'w'));
    const answer = await set.run('rm -rf .git && ln -s ~ .git; echo planted > .git/planted');
    await expectUnharmed('a .git that is a link', set, JSON.stringify(answer));
  });
});

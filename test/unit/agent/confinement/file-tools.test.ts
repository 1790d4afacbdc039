import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeyedMutex } from '../../../../src/main/system/locks/keyed-mutex.ts';
import type { Tool, ToolContext } from '../../../../src/main/agent/tool.ts';
import { createCallPaths } from '../../../../src/main/agent/tools/files/call-paths.ts';
import { createReadFileTool } from '../../../../src/main/agent/tools/files/read-file.ts';
import { createWriteFileTool } from '../../../../src/main/agent/tools/files/write-file.ts';
import { call, readDocumentHere, readTextHere } from '../tools/support.ts';
import { bait, walledHome, write, type WalledHome } from './support.ts';

interface WithFileTools extends WalledHome {
  read: (file: string) => Promise<string>;
  write: (file: string, content: string) => Promise<string>;
  /** The rules by which a person would be asked. */
  asked: (access: 'read' | 'write', file: string) => Promise<string[]>;
}

async function setUp(letIn: string[] = []): Promise<WithFileTools> {
  const set = await walledHome({ confinement: 'required', letIn });
  const { workspace, home, dataDir, confinement, context } = set;
  const within = (): ToolContext => ({
    ...context,
    paths: createCallPaths(workspace, { home, dataDir }, () =>
      confinement.places({ workspace, owner: context.conversationId }),
    ),
  });
  const readTool = createReadFileTool({ readText: readTextHere, readDocument: readDocumentHere });
  const writeTool = createWriteFileTool({ edits: new KeyedMutex(), readText: readTextHere });
  const allowedNothing = async (tool: Tool, args: unknown): Promise<string> =>
    (await tool.execute(tool.parameters.parse(args), within())).output;
  return {
    ...set,
    read: (file) => allowedNothing(readTool as Tool, { path: file }),
    write: (file, content) => allowedNothing(writeTool as Tool, { path: file, content }),
    async asked(access, file) {
      const risks = await within().paths.assess(file, access);
      for (const { level, leavesWall } of risks) {
        expect(level === 'hardline' || leavesWall === true, file).toBe(true);
      }
      return risks.map(({ rule }) => rule.split(':')[0]!);
    },
  };
}

describe.runIf(process.platform === 'linux')('file tools beside a wall', () => {
  test('share the conversation’s own /tmp, caches and links in them', async () => {
    const set = await setUp();
    await set.run('mkdir -p /tmp/a ~/.cache/x; echo by a command > /tmp/a/f; ln -s /tmp/a /tmp/l');
    expect(await set.read('/tmp/a/f')).toContain('by a command');
    expect(await set.read('/tmp/l/f')).toContain('by a command');
    expect(await set.write('/tmp/l/new/g', 'by a tool')).toContain('to /tmp/a/new/g');
    expect(await set.write('~/.cache/x/h', 'cached')).toContain(`${set.home}/.cache/x/h`);
    expect((await set.run('cat /tmp/a/new/g ~/.cache/x/h')).output).toBe('by a toolcached');
    expect(existsSync('/tmp/a')).toBe(false);
    expect(existsSync(path.join(set.home, '.cache'))).toBe(false);
    expect(await set.asked('write', '/tmp/anything')).toEqual([]);
    expect(await set.read('/tmp/a/missing')).toBe(
      'There is no /tmp/a/missing. Use search_files with target "files" to find it.',
    );
  });

  test('are asked about what programs inside do not see, cannot change, and nothing else', async () => {
    const set = await setUp();
    const { home, dataDir, workspace } = set;
    write(workspace, { '.env': 'A=1', 'app/x': '' });
    symlinkSync(home, path.join(workspace, 'away'));
    symlinkSync(path.join(home, '.ssh'), path.join(workspace, 'keys'));
    for (const file of [
      '~/.ssh/id_ed25519',
      '~/.netrc',
      'keys/id_ed25519',
      'away/.aws/x',
      '/run/x',
    ]) {
      expect(await set.asked('read', file), file).toEqual(['credentials']);
      expect(await set.asked('write', file), file).toEqual(['credentials']);
    }
    expect(await set.asked('read', `/proc/${process.ppid}/cmdline`)).toEqual(['other-programs']);
    expect(await set.asked('read', `${dataDir}/settings.json`)).toEqual(['own-data']);
    for (const file of ['.env', '~/notes.txt', '/etc/hosts', 'away/notes.txt', 'app/x']) {
      expect(await set.asked('read', file), file).toEqual([]);
    }
    for (const file of ['~/new', 'away/new', '/etc/x', '/usr/x']) {
      expect(await set.asked('write', file), file).toEqual(['write-outside']);
    }
    for (const file of [
      '.envrc',
      '.vscode/tasks.json',
      '.git/config',
      '.git/hooks/x',
      'app/.mcp.json',
    ]) {
      expect(await set.asked('write', file), file).toEqual(['startup']);
    }
    for (const file of ['.env', 'app/y', 'new/z']) {
      expect(await set.asked('write', file), file).toEqual([]);
    }
  });

  test('find what the person let in', async () => {
    const set = await setUp(['~/.npmrc', '.git/config']);
    expect(await set.asked('read', '~/.npmrc')).toEqual([]);
    expect(await set.asked('write', '.git/config')).toEqual([]);
    expect(await set.asked('write', '.git/hooks/x')).toEqual(['startup']);
  });

  test('follow no link planted for them', async () => {
    const set = await setUp();
    await set.run(
      'ln -s ~/.ssh k; ln -s ~/.bashrc rc; ln -s ~ /tmp/h; ln -s "$HOME/.ssh/id_ed25519" /tmp/k',
    );
    for (const file of ['k/id_ed25519', '/tmp/h/.netrc', '/tmp/k']) {
      expect(await set.read(file), file).toMatch(/^Refused: the path leads to /);
    }
    for (const file of ['rc', '/tmp/h/planted', 'k/planted']) {
      expect(await set.write(file, 'planted'), file).toMatch(/^Refused: the path leads to /);
    }
    expect(readFileSync(path.join(set.home, '.bashrc'), 'utf8')).toBe('# the person wrote this');
    expect(existsSync(path.join(set.home, 'planted'))).toBe(false);
  });

  test('are led nowhere by a folder that a command swaps for a link all the while', async () => {
    const set = await setUp();
    mkdirSync(path.join(set.workspace, 'd'));
    write(set.workspace, { 'd/id_ed25519': 'harmless' });
    const swapping = await set.run(
      `perl -e 'for (;;) { rename "d", "e"; symlink "${set.home}/.ssh", "d"; unlink "d"; rename "e", "d" }'`,
      { background: true },
    );
    const answers: string[] = [];
    for (let round = 0; round < 150; round += 1) {
      answers.push(await set.read('d/id_ed25519'), await set.write(`d/p${round % 3}/f`, 'planted'));
    }
    await call(set.process, { action: 'kill', session_id: swapping.session_id! }, set.context);
    expect(answers.join('\n')).not.toContain(bait);
    expect(answers.some((answer) => answer.startsWith('Wrote'))).toBe(true);
    expect(existsSync(path.join(set.home, '.ssh/p0'))).toBe(false);
    expect(existsSync(path.join(set.home, '.ssh/f'))).toBe(false);
  });
});

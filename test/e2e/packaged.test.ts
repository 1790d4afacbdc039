import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { electronExecutable } from '../support/electron-app.ts';
import { until } from '../support/x-screen.ts';
import { expect, test } from './fixtures.ts';

const execute = promisify(execFile);
const key = 'packaged-key-1';
const port = 18_642;

let folder: string;
let executable: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), 'hermes-packaged-'));
  const distribution = dirname(await electronExecutable());
  const version = (await readFile(join(distribution, 'version'), 'utf8')).trim().replace(/^v/, '');
  await execute('npx', [
    'electron-builder',
    '--dir',
    `-c.electronDist=${distribution}`,
    `-c.electronVersion=${version}`,
    `-c.directories.output=${folder}`,
  ]);
  executable = join(folder, 'linux-unpacked', 'hermes-tray');
});

test.afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

test('a release is locked: no plain Node, no code or debugger from outside, only its archive', async () => {
  const { stdout } = await execute('npx', ['electron-fuses', 'read', '--app', executable], {
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  for (const locked of [
    'RunAsNode is Disabled',
    'EnableNodeOptionsEnvironmentVariable is Disabled',
    'EnableNodeCliInspectArguments is Disabled',
    'EnableEmbeddedAsarIntegrityValidation is Enabled',
    'OnlyLoadAppFromAsar is Enabled',
  ]) {
    expect(stdout).toContain(locked);
  }
  const asNode = spawn(executable, ['-e', 'console.log("plain node")'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
  });
  let said = '';
  asNode.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise((resolve) => asNode.once('exit', resolve));
  expect(said).not.toContain('plain node');
});

test('the archive holds the built app and no sources', async () => {
  const resources = join(folder, 'linux-unpacked', 'resources');
  expect(await readdir(resources)).toContain('app.asar');
  const { stdout } = await execute('npx', ['asar', 'list', join(resources, 'app.asar')], {
    maxBuffer: 64 * 2 ** 20,
  });
  const files = stdout.split('\n');
  expect(files).toContain('/out/main/index.js');
  expect(files).toContain('/out/preload/index.cjs');
  expect(files).toContain('/assets/tray/linux/idle.png');
  expect(files.filter((file) => /^\/(src|test|docs)\/|\.map$|\.tsx?$/.test(file))).toEqual([]);
});

test('the built app starts, serves, runs a tool, stores a response, and quits', async ({
  session,
}) => {
  const app = spawn(executable, ['--no-sandbox'], {
    env: {
      ...session.env,
      HERMES_DATA_DIR: join(folder, 'data'),
      API_SERVER_PORT: String(port),
      API_SERVER_KEY: key,
    },
    stdio: 'ignore',
  });
  const exited = new Promise<number | null>((resolve) => app.once('exit', resolve));
  const ask = async (path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    return response.text();
  };
  try {
    await until('the server', () => ask('/health').catch(() => ''));
    const messages = [{ role: 'user', content: 'run echo packaged-$((40 + 2))' }];
    expect(await ask('/v1/chat/completions', { model: 'x', messages })).toContain('packaged-42');
    const stored = JSON.parse(await ask('/v1/responses', { model: 'x', input: 'hello' })) as {
      id: string;
    };
    expect(await ask(`/v1/responses/${stored.id}`)).toContain(stored.id);
    await session.windowTitled('Hermes Tray');
  } finally {
    app.kill('SIGTERM');
  }
  expect(await exited).toBe(0);
});

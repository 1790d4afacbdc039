import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronExecutable, launchApp, type TestAppOptions } from '../support/electron-app.ts';
import { expect, modelsStatus, open, readKey, serverUrl, test } from './fixtures.ts';
import { occupy, portOf } from './ports.ts';

/** A folder for the app's data that holds these settings. */
async function dataWith(settings: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hermes-start-'));
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'settings.json'), settings);
  return join(folder, 'data');
}

const common = (options: TestAppOptions): TestAppOptions => ({
  appDir: process.env.E2E_APP_DIR,
  ...options,
});

test('a damaged settings file is kept aside, the person is told, and the app starts', async ({
  session,
}) => {
  const dataDir = await dataWith('{"server": {"port": 8');
  const app = await launchApp(
    common({ session, dataDir, args: ['--settings'], env: { API_SERVER_PORT: '0' } }),
  );
  try {
    const page = await app.window();
    await expect(page.getByText('settings.json could not be read')).toBeVisible();
    const kept = (await readdir(dataDir)).find((name) => name.startsWith('settings.damaged-'));
    expect(await readFile(join(dataDir, kept!), 'utf8')).toBe('{"server": {"port": 8');
    await serverUrl(page);
  } finally {
    await app.close();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }
});

test('a damaged database is kept aside, and the person is told once it is used', async ({
  session,
}) => {
  const dataDir = await dataWith('{}');
  await writeFile(join(dataDir, 'hermes.db'), 'no database at all '.repeat(500));
  const app = await launchApp(
    common({ session, dataDir, args: ['--settings'], env: { API_SERVER_PORT: '0' } }),
  );
  try {
    const page = await app.window();
    const url = await serverUrl(page);
    const response = await fetch(`${url}/v1/responses`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await readKey(page)}`,
      },
      body: JSON.stringify({ model: 'hermes-agent', input: 'hello' }),
    });
    expect(response.status).toBe(200);
    await expect(page.getByText('The file with the stored responses was damaged')).toBeVisible();
    expect((await readdir(dataDir)).some((name) => name.startsWith('hermes.damaged-'))).toBe(true);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByText('The file with the stored responses')).toBeHidden();
  } finally {
    await app.close();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }
});

test('what the environment sets is shown with its name, and locked', async ({ session }) => {
  const app = await launchApp(
    common({
      session,
      env: {
        API_SERVER_PORT: '0',
        API_SERVER_KEY: 'environment-key-1',
        HERMES_STREAMING_ENABLED: 'false',
        HERMES_WORKSPACE: '/tmp',
        HERMES_APPROVALS: 'deny',
        HERMES_MCP_SERVERS: '{"mcpServers":{"web":{"url":"http://127.0.0.1:9/mcp"}}}',
      },
    }),
  );
  try {
    const page = await app.window();
    const port = page.getByLabel('Port', { exact: true });
    await expect(port).toBeDisabled();
    await expect(page.getByText('API_SERVER_PORT')).toBeVisible();
    await expect(page.getByText('API_SERVER_KEY')).toBeVisible();
    await expect(page.getByRole('button', { name: 'New key…' })).toBeHidden();
    expect(await modelsStatus(await serverUrl(page), 'environment-key-1')).toBe(200);

    await open(page, 'Streaming');
    await expect(page.getByRole('switch', { name: 'Stream answers' })).toBeDisabled();
    await expect(page.getByText('HERMES_STREAMING_ENABLED')).toBeVisible();

    await open(page, 'Agent');
    await expect(page.getByLabel('Workspace', { exact: true })).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Choose…' })).toBeDisabled();
    await expect(page.getByRole('radio', { name: 'Deny' })).toBeDisabled();
    await expect(page.getByText('HERMES_MCP_SERVERS')).toBeVisible();
    await expect(page.getByRole('switch', { name: 'Use web' })).toBeDisabled();

    // What the page does not offer, the main process refuses too.
    const answer = await page.evaluate(() =>
      window.hermes.updateSettings({ streaming: { enabled: true } }),
    );
    expect(answer).toMatchObject({
      ok: false,
      error: { issues: [{ path: 'streaming.enabled' }] },
    });
  } finally {
    await app.close();
  }
});

test('keys are kept out of the settings file, in a file of the owner only', async ({ session }) => {
  const dataDir = await dataWith('{}');
  const app = await launchApp(
    common({ session, dataDir, args: ['--settings'], env: { API_SERVER_PORT: '0' } }),
  );
  try {
    const page = await app.window();
    const key = await readKey(page);
    expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).not.toContain(key);
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
    // This desktop has no key ring; the window must not claim otherwise.
    await expect(page.getByText('Keys are not encrypted on this computer')).toBeVisible();
    await open(page, 'Logs');
    await expect(page.getByRole('log')).toContainText('listening');
    expect(await page.getByRole('log').innerText()).not.toContain(key);
    const log = await readFile(join(dataDir, 'logs', 'hermes-tray.log'), 'utf8');
    expect(log).not.toContain(key);
  } finally {
    await app.close();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }
});

test('closing the window ends nothing; a second start brings it back', async ({ session }) => {
  const app = await launchApp(common({ session, env: { API_SERVER_PORT: '0' } }));
  try {
    const page = await app.window();
    const url = await serverUrl(page);
    const key = await readKey(page);
    await page.close();
    expect(await modelsStatus(url, key)).toBe(200);

    const again = app.app.waitForEvent('window');
    const second = spawn(
      await electronExecutable(),
      ['--no-sandbox', process.env.E2E_APP_DIR ?? process.cwd()],
      { env: { ...session.env, HERMES_DATA_DIR: app.dataDir }, stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => second.once('exit', resolve));
    const reopened = await again;
    await expect(reopened.getByRole('heading', { level: 1, name: 'Server' })).toBeVisible();
    await ended;
    expect(await modelsStatus(url, key)).toBe(200);
  } finally {
    await app.close();
  }
});

test('a port taken at launch is said, with who has it, and the app goes on', async ({
  session,
}) => {
  const holder = await occupy(0);
  const port = portOf(holder);
  const dataDir = await dataWith(JSON.stringify({ server: { port } }));
  const app = await launchApp(common({ session, dataDir, args: ['--settings'] }));
  try {
    const page = await app.window();
    const alert = page.getByRole('alert').filter({ hasText: 'The server is not running' });
    await expect(alert).toContainText(String(port));
    await expect(alert).toContainText(String(process.pid));
    await alert.getByRole('button', { name: 'Use a free port' }).click();
    expect(await serverUrl(page)).not.toContain(`:${port}`);
  } finally {
    await app.close();
    holder.close();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }
});

test('a variable with a wrong value keeps the app from starting, and is named', async ({
  session,
}) => {
  const child = spawn(
    await electronExecutable(),
    ['--no-sandbox', process.env.E2E_APP_DIR ?? process.cwd()],
    {
      env: {
        ...session.env,
        HERMES_DATA_DIR: await mkdtemp(join(tmpdir(), 'hermes-start-')),
        API_SERVER_PORT: 'eighty',
      },
    },
  );
  try {
    const said = await new Promise<string>((resolve) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('API_SERVER_PORT')) resolve(text);
      });
      child.once('exit', () => resolve(text));
    });
    expect(said).toContain('hermes-tray: API_SERVER_PORT');
  } finally {
    child.kill('SIGKILL');
  }
});

test.describe('a data folder that cannot be used', () => {
  let readOnly: string;

  test.beforeAll(async () => {
    readOnly = await mkdtemp(join(tmpdir(), 'hermes-read-only-'));
    // Tests run as root here and there, whom no mode of a folder stops.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', readOnly]);
  });
  test.afterAll(async () => {
    execFileSync('umount', [readOnly]);
    await rm(readOnly, { recursive: true });
  });

  for (const [what, folder, cause] of [
    ['read-only', () => readOnly, 'cannot be written: EROFS'],
    ['in a read-only one', () => join(readOnly, 'data'), 'cannot be made: EROFS'],
    ['below a file', () => '/dev/null/data', 'cannot be made: /dev/null is a file'],
  ] as const) {
    test(`${what} is said in a dialog, and the app ends with 1`, async ({ session }) => {
      const child = spawn(
        await electronExecutable(),
        ['--no-sandbox', process.env.E2E_APP_DIR ?? process.cwd()],
        { env: { ...session.env, HERMES_DATA_DIR: folder() } },
      );
      try {
        let said = '';
        child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        const ended = new Promise((resolve) => child.once('exit', resolve));
        await session.windowTitled('Error');
        expect(said).toContain(`hermes-tray: The data folder ${folder()} ${cause}`);
        await session.key('Return');
        expect(await ended).toBe(1);
      } finally {
        child.kill('SIGKILL');
      }
    });
  }
});

test('started by hand the window shows each time; at login it waits, and a second start brings it', async ({
  session,
}) => {
  const dataDir = await dataWith('{}');
  const env = { API_SERVER_PORT: '0' };
  for (const _start of ['first', 'second']) {
    const app = await launchApp(common({ session, dataDir, env }));
    await expect((await app.window()).getByRole('heading', { level: 1 })).toBeVisible();
    await app.close();
  }
  const app = await launchApp(common({ session, dataDir, env, args: ['--hidden'] }));
  try {
    await expect.poll(() => app.output()).toContain('listening');
    expect(app.app.windows()).toHaveLength(0);
    const window = app.app.waitForEvent('window');
    const again = spawn(
      await electronExecutable(),
      ['--no-sandbox', process.env.E2E_APP_DIR ?? process.cwd()],
      { env: { ...session.env, HERMES_DATA_DIR: dataDir } },
    );
    const ended = new Promise((resolve) => again.once('exit', resolve));
    await expect((await window).getByRole('heading', { level: 1 })).toBeVisible();
    expect(await ended).toBe(0);
  } finally {
    await app.close();
    await rm(join(dataDir, '..'), { recursive: true, force: true });
  }
});

test('quitting closes the server and leaves no process behind', async ({ session }) => {
  const app = await launchApp(common({ session, env: { API_SERVER_PORT: '0' } }));
  const page = await app.window();
  const url = await serverUrl(page);
  const key = await readKey(page);
  const pid = app.app.process().pid!;
  await app.close();
  expect(await modelsStatus(url, key)).toBe(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

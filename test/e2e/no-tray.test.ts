import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronExecutable, launchApp, type TestApp } from '../support/electron-app.ts';
import { startDesktopSession, type DesktopSession } from '../support/desktop-session.ts';
import { output } from '../support/x-screen.ts';
import { expect, modelsStatus, open, readKey, serverUrl, test } from './fixtures.ts';

/** A desktop without a panel: nobody there shows tray icons, as in GNOME without its extension. */
let session: DesktopSession;
let app: TestApp;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hermes-no-tray-'));
  session = await startDesktopSession({ tray: false });
});
test.afterAll(async () => {
  await app?.close();
  await session.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

const windowState = async () => {
  const [id] = (await output(session.env, 'xdotool', 'search', '--name', '^Hermes Tray$')).split(
    '\n',
  );
  return output(session.env, 'xprop', '-id', id!, 'WM_STATE');
};

test('the window comes by itself and says so once, with what to do', async () => {
  test.setTimeout(120_000);
  // Not its first start, and nobody asked for the window.
  await mkdir(join(folder, 'window'), { recursive: true });
  app = await launchApp({ session, dataDir: folder, env: { API_SERVER_PORT: '0' } });
  const page = await app.window();
  const banner = page.getByText('This desktop shows no tray icon');
  await expect(banner).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Closing this window minimises it')).toBeVisible();
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(banner).toBeHidden();
});

test('closing the window minimises it, and a second start brings it back', async () => {
  const page = await app.window();
  const url = await serverUrl(page);
  const key = await readKey(page);
  await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await expect.poll(windowState).toContain('Iconic');
  expect(await modelsStatus(url, key)).toBe(200);

  const second = spawn(
    await electronExecutable(),
    ['--no-sandbox', process.env.E2E_APP_DIR ?? process.cwd()],
    { env: { ...session.env, HERMES_DATA_DIR: app.dataDir }, stdio: 'ignore' },
  );
  await new Promise((resolve) => second.once('exit', resolve));
  await expect.poll(windowState).toContain('Normal');
  expect(page.isClosed()).toBe(false);
});

test('Quit is in the window', async () => {
  const page = await app.window();
  const child = app.app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await open(page, 'App');
  await page.getByRole('button', { name: 'Quit Hermes Tray' }).click();
  expect(await ended).toBe(0);
});

import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { launchApp, type TestApp } from '../support/electron-app.ts';
import { expect, open, test } from './fixtures.ts';

/**
 * The real electron-updater against a feed on loopback. The app is started unpacked with a
 * `dev-app-update.yml`, as an AppImage; the new version is a script that says that it was started.
 */
let feed: Server;
let requests: string[];
let folder: string;
let appDir: string;
let appImage: string;
let damaged: boolean;

const file = 'Hermes-Tray-9.9.9.AppImage';

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hermes-update-'));
  requests = [];
  damaged = false;
  const started = join(folder, 'started');
  const script = `#!/bin/sh\necho "$APPIMAGE_SILENT_INSTALL $APPIMAGE_EXIT_AFTER_INSTALL" > '${started}'\n`;
  const sha512 = createHash('sha512').update(script).digest('base64');
  feed = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://feed').pathname;
    requests.push(path);
    if (path === '/latest-linux.yml') {
      return response.end(
        `version: 9.9.9\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${script.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '2026-11-20T00:00:00.000Z'\n`,
      );
    }
    if (path === `/${file}`) return response.end(damaged ? script.toUpperCase() : script);
    return response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
  const { port } = feed.address() as AddressInfo;

  appDir = join(folder, 'app');
  await mkdir(appDir);
  for (const name of ['out', 'assets', 'node_modules']) {
    await symlink(join(process.cwd(), name), join(appDir, name));
  }
  await cp('package.json', join(appDir, 'package.json'));
  await writeFile(
    join(appDir, 'dev-app-update.yml'),
    `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: hermes-tray-updater\n`,
  );
  appImage = join(folder, 'Hermes Tray.AppImage');
  await writeFile(appImage, 'the old version', { mode: 0o755 });
});

test.afterEach(async () => {
  feed.close();
  feed.closeAllConnections();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

/** Starts the app with this choice and opens the App page, before the first look by itself. */
async function start(
  session: { env: Record<string, string> },
  updates: 'auto' | 'notify' | 'off',
): Promise<{ app: TestApp; page: Page }> {
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ app: { updates } }));
  const app = await launchApp({
    session,
    appDir,
    dataDir,
    args: ['--settings'],
    env: { API_SERVER_PORT: '0', APPIMAGE: appImage, XDG_CACHE_HOME: join(folder, 'cache') },
  });
  const page = await app.window();
  await open(page, 'App');
  return { app, page };
}

const said = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();

test('off asks nobody; tell me asks at once and fetches nothing until it is told to', async ({
  session,
}) => {
  const { app, page } = await start(session, 'off');
  const ended = new Promise((resolve) => app.app.process().once('exit', resolve));
  try {
    await app.app.evaluate(({ Notification }) => {
      const shown: string[] = [];
      Object.assign(globalThis, { shown });
      Notification.isSupported = () => true;
      Notification.prototype.show = function () {
        shown.push(this.title);
      };
    });
    await said(page, 'Not looked for yet.');
    expect(requests).toEqual([]);

    await page.getByRole('radio', { name: 'Tell me' }).check();
    await said(page, 'Version 9.9.9 is available.');
    expect(requests).toEqual(['/latest-linux.yml']);
    const shown = () => app.app.evaluate(() => (globalThis as { shown?: string[] }).shown);
    await expect.poll(shown).toEqual(['Hermes Tray 9.9.9 is available']);

    await page.getByRole('button', { name: 'Download and install' }).click();
    await ended;
    expect(requests).toContain(`/${file}`);
    await expect.poll(() => readFile(appImage, 'utf8')).toContain('#!/bin/sh');
    // The new version was started, to go on.
    await expect
      .poll(() => readFile(join(folder, 'started'), 'utf8').catch(() => ''))
      .toBe('true \n');
  } finally {
    await app.close();
  }
});

test('install fetches by itself and installs on quitting', async ({ session }) => {
  const { app, page } = await start(session, 'auto');
  try {
    await page.getByRole('button', { name: 'Check now' }).click();
    await said(page, 'Version 9.9.9 is ready to install.');
    expect(await readFile(appImage, 'utf8')).toBe('the old version');
  } finally {
    await app.close();
  }
  expect(await readFile(appImage, 'utf8')).toContain('#!/bin/sh');
});

test('what was fetched stays uninstalled once updates are off', async ({ session }) => {
  const { app, page } = await start(session, 'auto');
  try {
    await page.getByRole('button', { name: 'Check now' }).click();
    await said(page, 'Version 9.9.9 is ready to install.');
    await page.getByRole('radio', { name: 'Off' }).check();
    await expect(page.getByRole('radio', { name: 'Off' })).toBeChecked();
  } finally {
    await app.close();
  }
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

test('a download whose checksum is wrong is refused, and said', async ({ session }) => {
  damaged = true;
  const { app, page } = await start(session, 'auto');
  try {
    await page.getByRole('button', { name: 'Check now' }).click();
    await said(page, 'That did not work: sha512 checksum mismatch');
    await expect(page.getByRole('button', { name: 'Check now' })).toBeEnabled();
  } finally {
    await app.close();
  }
  expect(app.output()).not.toContain('UnhandledPromiseRejection');
  expect(await readFile(appImage, 'utf8')).toBe('the old version');
});

test('a feed that cannot be reached is said', async ({ session }) => {
  feed.close();
  feed.closeAllConnections();
  const { app, page } = await start(session, 'notify');
  try {
    await page.getByRole('button', { name: 'Check now' }).click();
    await said(page, 'That did not work');
  } finally {
    await app.close();
  }
});

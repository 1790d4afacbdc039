import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import {
  missingDesktopPrograms,
  startDesktopSession,
  type DesktopSession,
} from '../support/desktop-session.ts';
import { launchApp, type TestApp, type TestAppOptions } from '../support/electron-app.ts';

export { expect };

/** Tests in a desktop of their own, which all files share: Xvfb, window manager, tray. */
export const test = base.extend<object, { session: DesktopSession }>({
  session: [
    // Playwright reads the wanted fixtures from this pattern, so it must be there.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const missing = missingDesktopPrograms();
      if (missing.length > 0) throw new Error(`These tests need ${missing.join(', ')}.`);
      const session = await startDesktopSession();
      await use(session);
      await session.close();
    },
    { scope: 'worker' },
  ],
});

/** The app that the tests of a file share. */
export interface SharedApp {
  readonly running: TestApp;
  readonly page: Page;
  readonly session: DesktopSession;
  /** Quits the app and starts it again with the same data folder and its window open. */
  restart(options?: TestAppOptions): Promise<void>;
}

/** Starts one app before the first test of the file and ends it after the last. */
export function useSharedApp(
  options: (context: { dataDir: string }) => TestAppOptions | Promise<TestAppOptions> = () => ({}),
): SharedApp {
  let session: DesktopSession;
  let folder: string;
  let running: TestApp;
  let page: Page;
  let given: TestAppOptions;

  const start = async (more: TestAppOptions = {}): Promise<void> => {
    running = await launchApp({
      session,
      dataDir: join(folder, 'data'),
      appDir: process.env.E2E_APP_DIR,
      ...given,
      ...more,
      args: ['--settings', ...(more.args ?? given.args ?? [])],
    });
    page = await running.window();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  };

  test.beforeAll(async ({ session: shared }) => {
    session = shared;
    folder = await mkdtemp(join(tmpdir(), 'hermes-e2e-'));
    given = await options({ dataDir: join(folder, 'data') });
    await start();
  });
  test.afterAll(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  return {
    get running() {
      return running;
    },
    get page() {
      return page;
    },
    get session() {
      return session;
    },
    async restart(more) {
      await running.close();
      await start(more);
    },
  };
}

/** The pages of the window by their titles. */
export type PageTitle =
  | 'Server'
  | 'Streaming'
  | 'Model'
  | 'Agent'
  | 'Connect'
  | 'Channels'
  | 'Tasks'
  | 'Activity'
  | 'Logs'
  | 'App';

/** Opens a page of the window by its entry in the sidebar. */
export async function open(page: Page, title: PageTitle): Promise<void> {
  const name = new RegExp(`^${title}`);
  await page.getByRole('navigation').getByRole('button', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** The address that the sidebar shows, as a URL; waits until the server runs. */
export async function serverUrl(page: Page): Promise<string> {
  const status = page.getByRole('status', { name: 'Server' });
  await expect(status).toContainText('Running');
  return `http://${await status.locator('.address').innerText()}`;
}

/** The status of GET /v1/models with this key; 0 when nothing answers. */
export async function modelsStatus(url: string, key: string): Promise<number> {
  try {
    const headers = { Authorization: `Bearer ${key}` };
    return (await fetch(`${url}/v1/models`, { headers })).status;
  } catch {
    return 0;
  }
}

/** What the app has put on the clipboard. */
export function clipboardText({ app }: TestApp): Promise<string> {
  return app.evaluate(({ clipboard }) => clipboard.readText());
}

/** The key, as a person reads it on the Server page. */
export async function readKey(page: Page): Promise<string> {
  await open(page, 'Server');
  await page.getByRole('button', { name: 'Show the key' }).click();
  const shown = page.getByTestId('api-key');
  await expect(shown).toHaveText(/^sk-hermes-/);
  const key = await shown.innerText();
  await page.getByRole('button', { name: 'Hide the key' }).click();
  return key;
}

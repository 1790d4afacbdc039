import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Page } from '@playwright/test';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { output, panelPixels, stable, until } from '../support/x-screen.ts';
import { askStreaming } from './clients.ts';
import { expect, open, readKey, serverUrl, test, useSharedApp } from './fixtures.ts';

/** What the tray shows in every state, in a real panel, and what a panel is told of it over D-Bus. */
let upstream: ScriptedUpstream;
let key: string;

const shared = useSharedApp(async () => {
  upstream = await startScriptedUpstream();
  return {
    env: {
      OPENAI_BASE_URL: upstream.url,
      OPENAI_API_KEY: 'sk-upstream',
      HERMES_MODEL: 'scripted-model',
    },
  };
});

test.beforeAll(async () => {
  // The default port may be in use on the machine that runs the tests.
  await setPort(await freePort());
  await serverUrl(shared.page);
  key = await readKey(shared.page);
});

test.afterAll(() => upstream.close());

/** A digest of the panel once it keeps still, to see whether the icon has changed. */
async function picture(): Promise<string> {
  const { env } = shared.session;
  return stable('the panel', async () => {
    // An icon under the pointer is drawn differently.
    await output(env, 'xdotool', 'mousemove', '600', '700');
    return createHash('sha256')
      .update(await panelPixels(env))
      .digest('hex');
  });
}

/** What the icon says under the pointer, as the panel reads it. */
async function tooltip(): Promise<string> {
  const { env } = shared.session;
  const get = async (dest: string, path: string, face: string, name: string) => {
    const property = [`string:${face}`, `string:${name}`];
    const call = [`--dest=${dest}`, path, 'org.freedesktop.DBus.Properties.Get', ...property];
    return output(env, 'dbus-send', '--session', '--print-reply', ...call);
  };
  return until('the tooltip', async () => {
    const items = await get(
      'org.kde.StatusNotifierWatcher',
      '/StatusNotifierWatcher',
      'org.kde.StatusNotifierWatcher',
      'RegisteredStatusNotifierItems',
    );
    const [, dest, path] = /string "(:?[^/"]+)(\/[^"]+)"/.exec(items) ?? [];
    if (dest === undefined || path === undefined) return undefined;
    const answer = await get(dest, path, 'org.kde.StatusNotifierItem', 'ToolTip');
    return /string "(Hermes Tray[^"]*)"/.exec(answer)?.[1];
  });
}

/** Opens the menu and chooses an entry with the keyboard: `downs` counts the entries that can be chosen. */
async function choose(downs: number, ...more: string[]): Promise<void> {
  await shared.session.openTrayMenu();
  await shared.session.key(...Array.from({ length: downs }, () => 'Down'), ...more, 'Return');
}

function occupy(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function freePort(): Promise<number> {
  const holder = await occupy(0);
  const port = portOf(holder);
  await new Promise((resolve) => holder.close(resolve));
  return port;
}

async function setPort(port: number): Promise<void> {
  await open(shared.page, 'Server');
  const field = shared.page.getByLabel('Port', { exact: true });
  await field.fill(String(port));
  await field.press('Enter');
}

test('the badge shows while the network can connect, and the tooltip says so', async () => {
  const { page } = shared;
  const { host } = new URL(await serverUrl(page));
  const idle = await picture();
  expect(await tooltip()).toBe(`Hermes Tray — Running on ${host}`);

  await page.getByLabel('The network').check();
  await expect.poll(picture).not.toBe(idle);
  await expect.poll(tooltip).toMatch(/Running on 0\.0\.0\.0:\d+ · reachable from the network$/);

  await page.getByLabel('This computer only').check();
  await expect.poll(picture).toBe(idle);
  await expect.poll(tooltip).toBe(`Hermes Tray — Running on ${host}`);
});

test('a port in use shows as an error, and a free one is taken from the menu', async () => {
  const { page } = shared;
  await serverUrl(page);
  const idle = await picture();
  const holder = await occupy(0);
  const taken = portOf(holder);
  try {
    await setPort(taken);
    await expect.poll(tooltip).toBe(`Hermes Tray — Port ${taken} is in use`);
    const failed = await picture();
    expect(failed).not.toBe(idle);

    await choose(1);
    await expect.poll(tooltip).toMatch(/Running on 127\.0\.0\.1:\d+$/);
    expect(await serverUrl(page)).not.toContain(`:${taken}`);
    await expect.poll(picture).toBe(idle);

    // Turned off on purpose looks different from an error.
    await choose(1);
    await expect.poll(tooltip).toBe('Hermes Tray — Stopped');
    const stopped = await picture();
    expect(new Set([idle, failed, stopped]).size).toBe(3);
    await choose(1);
    await serverUrl(page);
  } finally {
    holder.close();
  }
});

test('an action that waits shows in icon, tooltip and menu, which opens the dialog', async () => {
  const { page, running } = shared;
  const url = await serverUrl(page);
  const idle = await picture();

  upstream.reply({ text: 'Working', hang: 'mid-text' });
  const busy = askStreaming(url, key, 'Think for long');
  await expect.poll(tooltip).toMatch(/ · 1 run under way$/);
  const working = await picture();
  await page.evaluate(() => window.hermes.stopAllRuns());
  await busy.ended;
  await expect.poll(picture).toBe(idle);

  const isDialog = (each: Page) => each.url().includes('view=approvals');
  const command = 'rm -rf build && echo "R&D"';
  upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] }, { text: 'Well.' });
  const first = running.app.waitForEvent('window', isDialog);
  const stream = askStreaming(url, key, 'Remove the build folder');
  await (await first).close();
  await expect.poll(tooltip).toMatch(/ · 1 run under way · 1 waiting for you$/);
  const waiting = await picture();
  expect(new Set([idle, working, waiting]).size).toBe(3);

  // Server, Copy, Copy, Connect, the runs, the approvals: to the right lies the only one.
  const again = running.app.waitForEvent('window', isDialog);
  await choose(6, 'Right');
  const dialog = await again;
  await expect(dialog.getByLabel('Full action')).toHaveText(command);
  await dialog.getByRole('button', { name: 'Deny' }).click();
  await stream.ended;
  await expect.poll(picture).toBe(idle);
});

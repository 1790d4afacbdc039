import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { output, until } from '../support/x-screen.ts';
import { askStreaming } from './clients.ts';
import { expect, open, serverUrl, test } from './fixtures.ts';
import { freePort, occupy, portOf } from './ports.ts';
import { useScriptedApp } from './scripted-app.ts';
import { chooseInTray, panelPicture } from './tray.ts';

/** What the tray shows in every state, in a real panel, and what a panel is told of it over D-Bus. */
const shared = useScriptedApp(async ({ dataDir }) => {
  // The default port may be in use on the machine that runs the tests; a variable would fix it.
  await mkdir(dataDir, { recursive: true });
  const settings = { server: { port: await freePort() } };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings));
  return { API_SERVER_PORT: '' };
});

const picture = () => panelPicture(shared.session);
const choose = (downs: number, ...more: string[]) => chooseInTray(shared.session, downs, ...more);

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

async function setPort(port: number): Promise<void> {
  await open(shared.page, 'Server');
  const field = shared.page.getByLabel('Port', { exact: true });
  await field.fill(String(port));
  await field.press('Enter');
}

test('the badge shows while the network can connect, and the tooltip says so', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const { host } = new URL(await serverUrl(page));
  const idle = await picture();
  expect(await tooltip()).toBe(`Hermes Tray — Running on ${host}`);

  await page.getByLabel('The network').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Open to the network' }).click();
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
  const { page, running, upstream, key } = shared;
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

import { askStreaming } from './clients.ts';
import { clipboardText, expect, modelsStatus, serverUrl, test } from './fixtures.ts';
import { useScriptedApp } from './scripted-app.ts';
import { chooseInTray, panelPicture } from './tray.ts';

const shared = useScriptedApp();

const clipboard = () => clipboardText(shared.running);
const status = () => shared.page.getByRole('status', { name: 'Server' });
const picture = () => panelPicture(shared.session);
const choose = (downs: number, ...more: string[]) => chooseInTray(shared.session, downs, ...more);

test('the icon appears, and its menu opens', async () => {
  const icon = await shared.session.trayIcon();
  expect(icon.width).toBeGreaterThan(10);
  const menu = await shared.session.openTrayMenu();
  expect(menu.height).toBeGreaterThan(200);
  await shared.session.key('Escape');
});

test('Server turns the server off and on again, and the icon follows', async () => {
  const { url, key } = shared;
  const idle = await picture();
  await choose(1);
  await expect(status()).toContainText('Stopped');
  expect(await modelsStatus(url, key)).toBe(0);
  await expect.poll(picture).not.toBe(idle);

  await choose(1);
  await expect(status()).toContainText('Running');
  expect(await modelsStatus(await serverUrl(shared.page), key)).toBe(200);
  await expect.poll(picture).toBe(idle);
});

test('the base URL and the key are copied', async () => {
  await choose(2);
  await expect.poll(clipboard).toBe(`${await serverUrl(shared.page)}/v1`);
  await choose(3);
  await expect.poll(clipboard).toBe(shared.key);
});

test('a run shows as working and is stopped from the menu', async () => {
  const { upstream, key } = shared;
  const url = await serverUrl(shared.page);
  const idle = await picture();
  upstream.reply({ text: 'I have begun', hang: 'mid-text' });
  const asked = upstream.requests.length + 1;
  const stream = askStreaming(url, key, 'Tidy up my downloads & sort them');
  await upstream.waitForRequest(asked);
  await expect.poll(() => stream.text()).toContain('I have begun');
  await expect.poll(picture).not.toBe(idle);

  // Server, Copy, Copy, Connect, then the runs: to the right lies "Stop" of the only one.
  await choose(5, 'Right');
  await stream.ended;
  await upstream.waitForAbort(asked);
  expect(stream.frames()).toContain('data: [DONE]');
  await expect.poll(picture).toBe(idle);
});

test('a left click opens the settings, and Activity opens its page', async () => {
  await shared.page.close();
  const opened = shared.running.app.waitForEvent('window');
  const icon = await shared.session.trayIcon();
  await shared.session.click(icon.x + icon.width / 2, icon.y + icon.height / 2);
  const page = await opened;
  await expect(page.getByRole('heading', { level: 1, name: 'Server' })).toBeVisible();

  // Server, Copy, Copy, Connect, Settings, Activity: with no run there is nothing to choose between.
  await choose(6);
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});

test('Quit ends the app', async () => {
  const child = shared.running.app.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await shared.session.openTrayMenu();
  await shared.session.key('Up', 'Return');
  expect(await ended).toBe(0);
});

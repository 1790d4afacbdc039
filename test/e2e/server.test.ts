import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import {
  clipboardText,
  expect,
  modelsStatus,
  open,
  readKey,
  serverUrl,
  test,
  useSharedApp,
} from './fixtures.ts';
import { freePort, occupy, portOf } from './ports.ts';

const shared = useSharedApp();

test.beforeAll(async () => {
  // The default port may be in use on the machine that runs the tests.
  const port = await freePort();
  const field = shared.page.getByLabel('Port', { exact: true });
  await field.fill(String(port));
  await field.press('Enter');
  await expect.poll(() => serverUrl(shared.page)).toBe(`http://127.0.0.1:${port}`);
});

test('the switch shows and changes what the server really does', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const url = await serverUrl(page);
  const key = await readKey(page);
  expect(await modelsStatus(url, key)).toBe(200);

  await page.getByRole('switch', { name: 'Server' }).click();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('Stopped');
  expect(await modelsStatus(url, key)).toBe(0);

  await page.getByRole('switch', { name: 'Server' }).click();
  await serverUrl(page);
  expect(await modelsStatus(url, key)).toBe(200);
});

test('a new port is bound at once, and the old one is let go', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const before = await serverUrl(page);
  const key = await readKey(page);
  const port = await freePort();
  const field = page.getByLabel('Port', { exact: true });
  await field.fill(String(port));
  await field.press('Enter');
  await expect.poll(() => serverUrl(page)).toBe(`http://127.0.0.1:${port}`);
  await expect.poll(() => modelsStatus(`http://127.0.0.1:${port}`, key)).toBe(200);
  expect(await modelsStatus(before, key)).toBe(0);
  await expect(page.getByText(`http://127.0.0.1:${port}/v1`)).toBeVisible();
});

test('a wrong port shows the message of the schema while it is typed, and is not saved', async () => {
  const { page, running } = shared;
  await open(page, 'Server');
  const url = await serverUrl(page);
  const field = page.getByLabel('Port', { exact: true });
  await field.fill('99999');
  const message = page.getByText('Port must be between 0 and 65535');
  await expect(message).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/Port must be between 0 and 65535/);
  await field.press('Enter');
  await expect(message).toBeVisible();
  expect(await readFile(join(running.dataDir, 'settings.json'), 'utf8')).not.toContain('99999');
  expect(await serverUrl(page)).toBe(url);

  await field.press('Escape');
  await expect(message).toBeHidden();
  await expect(field).toHaveValue(new URL(url).port);
});

test('a port in use is named, and a free one is taken with one click', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const holder = await occupy(0);
  try {
    const port = portOf(holder);
    const field = page.getByLabel('Port', { exact: true });
    await field.fill(String(port));
    await field.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'The server is not running' });
    await expect(alert).toContainText(String(port));
    await alert.getByRole('button', { name: 'Use a free port' }).click();
    await expect(alert).toBeHidden();
    expect(await serverUrl(page)).not.toBe(`http://127.0.0.1:${port}`);
  } finally {
    holder.close();
  }
});

test('a new key locks the old one out', async () => {
  const { page } = shared;
  const url = await serverUrl(page);
  const old = await readKey(page);
  await page.getByRole('button', { name: 'New key…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new key' }).click();
  await expect(page.getByText('A new key is in force')).toBeVisible();
  const fresh = await readKey(page);
  expect(fresh).not.toBe(old);
  expect(await modelsStatus(url, old)).toBe(401);
  expect(await modelsStatus(url, fresh)).toBe(200);
});

test('the key and the base URL are copied without the window having them', async () => {
  const { page, running } = shared;
  const url = await serverUrl(page);
  const key = await readKey(page);
  const clipboard = () => clipboardText(running);
  await page.getByRole('button', { name: 'Copy API key' }).click();
  await expect.poll(clipboard).toBe(key);
  await page.getByRole('button', { name: 'Copy base URL' }).click();
  await expect.poll(clipboard).toBe(`${url}/v1`);
});

test('removing the key asks first, opens this computer only, and can be undone', async () => {
  const { page } = shared;
  const url = await serverUrl(page);
  await open(page, 'Server');
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(await modelsStatus(url, '')).toBe(401);

  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the key' }).click();
  await expect.poll(() => modelsStatus(url, '')).toBe(200);
  await expect(page.getByLabel('The network')).toBeDisabled();

  await page.getByRole('button', { name: 'Create a key' }).click();
  await expect.poll(() => modelsStatus(url, '')).toBe(401);
  await expect(page.getByLabel('The network')).toBeEnabled();
});

test('opening the server to the network rebinds it and shows its addresses', async () => {
  const { page } = shared;
  await open(page, 'Server');
  // An arrow key, or a click that was not meant, opens nothing.
  await page.getByLabel('This computer only').focus();
  await page.keyboard.press('ArrowDown');
  const question = page.getByRole('dialog', { name: 'Open to the network?' });
  await expect(question).toContainText('Every device that reaches this computer');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('This computer only')).toBeChecked();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('127.0.0.1:');

  await page.getByLabel('The network').click();
  await question.getByRole('button', { name: 'Open to the network' }).click();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('0.0.0.0:');
  await expect(page.getByText('The network can reach the server')).toBeVisible();
  await page.getByLabel('This computer only').check();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('127.0.0.1:');
});

test('a host that is added is answered, and refused again once it is removed', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const url = await serverUrl(page);
  const { port } = new URL(url);
  const status = () => statusWithHost(Number(port), 'my-computer.local');
  expect(await status()).toBe(403);
  await page.getByLabel('Extra host names').fill('http://no');
  await expect(page.getByText('Host must be a host name or an IP address')).toBeVisible();
  await page.getByLabel('Extra host names').fill('my-computer.local');
  await page.getByRole('button', { name: 'Add host' }).click();
  await expect.poll(status).toBe(200);
  await page.getByRole('button', { name: 'Remove my-computer.local' }).click();
  await expect.poll(status).toBe(403);
});

/** The status of GET /health under another name of this computer; `fetch` would not send it. */
function statusWithHost(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/health', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, open, test, useSharedApp } from './fixtures.ts';

const shared = useSharedApp(() => ({ env: { API_SERVER_PORT: '0' } }));

const fileOf = (name: string) => readFile(join(shared.running.dataDir, name), 'utf8');
const saved = async (name: string): Promise<unknown> => {
  const file = JSON.parse(await fileOf('settings.json')) as {
    mcpServers?: Record<string, unknown>;
  };
  return file.mcpServers?.[name];
};
const secretOf = async (name: string) =>
  (await fileOf('secrets.json')).includes(`${name}/env/TOKEN`);

test('an MCP server that is saved without a change stays as it is; its wall and its name are changed', async () => {
  const { page } = shared;
  const server = { command: 'true', args: ['--name', '', 'a\nb'], disabled: true, confined: false };
  await open(page, 'Agent');
  await page.getByRole('button', { name: 'Add server…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Paste JSON' }).check();
  const web = { url: 'http://127.0.0.1:9/mcp', disabled: true };
  const tool = { ...server, env: { TOKEN: 'variable-secret' } };
  await dialog.getByLabel('mcpServers JSON').fill(JSON.stringify({ tool, web }));
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Runs outside the wall')).toBeVisible();
  await expect.poll(() => saved('tool')).toMatchObject(server);

  await page.getByRole('button', { name: 'Edit tool' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await saved('tool')).toMatchObject(server);

  await page.getByRole('button', { name: 'Edit tool' }).click();
  await dialog.getByRole('switch', { name: 'Inside the wall' }).press('Space');
  await dialog.getByLabel('Name', { exact: true }).fill('web');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('a server named web already');
  await dialog.getByLabel('Name', { exact: true }).fill('renamed');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => saved('renamed')).toMatchObject({ ...server, confined: true });
  await expect(page.getByText('Runs outside the wall')).toBeHidden();
  expect(await saved('tool')).toBeUndefined();
  expect(await secretOf('renamed')).toBe(true);

  await page.getByRole('button', { name: 'Remove renamed' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => secretOf('renamed')).toBe(false);
});

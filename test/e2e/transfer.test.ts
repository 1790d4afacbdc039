import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, open, test, useSharedApp } from './fixtures.ts';

const shared = useSharedApp(() => ({ env: { API_SERVER_PORT: '0' } }));

test('exported settings hold no secret, and imported ones are taken over', async () => {
  const { page, running } = shared;
  const path = join(running.dataDir, 'export.json');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
    // The person reads what the import changes, and agrees.
    dialog.showMessageBox = (...args: unknown[]) => {
      Object.assign(globalThis, { imported: args.at(-1) });
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
  }, path);
  await open(page, 'App');
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByText(`Exported to ${path}`)).toBeVisible();
  const exported = await readFile(path, 'utf8');
  expect(exported).not.toMatch(/sk-hermes|sk-provider|header-secret/);

  const changed = JSON.parse(exported) as { server: { keepaliveSeconds: number } };
  changed.server.keepaliveSeconds = 59;
  await writeFile(path, JSON.stringify(changed));
  await page.getByRole('button', { name: 'Import…' }).click();
  await expect(page.getByText('Settings imported')).toBeVisible();
  const saved = await readFile(join(running.dataDir, 'settings.json'), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({ server: { keepaliveSeconds: 59 } });
  const asked = await running.app.evaluate(
    () => (globalThis as unknown as { imported: { message: string; detail: string } }).imported,
  );
  expect(asked.message).toContain('export.json');
  expect(asked.detail).toContain('server.keepaliveSeconds: 10 → 59');

  await writeFile(path, '{"no": "settings"}');
  await page.getByRole('button', { name: 'Import…' }).click();
  await expect(page.getByText('holds no exported settings')).toBeVisible();
});

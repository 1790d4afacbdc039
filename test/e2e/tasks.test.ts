import { expect, open, test, useSharedApp } from './fixtures.ts';

const shared = useSharedApp(() => ({ env: { API_SERVER_PORT: '0' } }));

test('a task is added by keyboard, run, changed, switched off and removed', async () => {
  const { page } = shared;
  await open(page, 'Tasks');
  await expect(page.getByText('No tasks')).toBeVisible();
  await page.getByRole('button', { name: 'Add task…' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('name');
  await page.keyboard.type('Greeting');
  await page.keyboard.press('Tab');
  await page.keyboard.type('hello');
  await dialog.getByLabel('Schedule').fill('every day');
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('five fields');
  await dialog.getByLabel('Schedule').fill('0 8 * * 1-5');
  await dialog.getByLabel('Time zone').fill('Europe/Berlin');
  await dialog.getByLabel('Answer goes to').fill('activity');
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('0 8 * * 1-5 · Europe/Berlin')).toBeVisible();
  await expect(page.getByText(/^Next: /)).toBeVisible();

  await page.getByRole('button', { name: 'Run Greeting now' }).press('Enter');
  await expect(page.getByText(/^Done .*:/)).toBeVisible();
  await page.getByRole('button', { name: 'Show the last run of Greeting' }).press('Enter');
  await expect(page.getByText('Request from Task: Greeting')).toBeVisible();

  await open(page, 'Tasks');
  await page.getByRole('button', { name: 'Edit Greeting' }).press('Enter');
  await dialog.getByRole('radio', { name: 'Once' }).check();
  await dialog.getByLabel('Time').fill('2020-01-01T08:00');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('is over');
  await dialog.getByLabel('Time').fill('2099-01-01T08:00');
  await dialog.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(dialog).toBeHidden();

  await page.getByRole('switch', { name: 'Do Greeting' }).press('Space');
  await expect(page.getByText('Off', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Greeting' }).press('Enter');
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(page.getByText('No tasks')).toBeVisible();
});

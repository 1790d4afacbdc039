import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { axeViolations } from './axe.ts';
import { askStreaming } from './clients.ts';
import { expect, open, test } from './fixtures.ts';
import { useScriptedApp } from './scripted-app.ts';

/** On this system no wall can be had. */
let workspace: string;
const shared = useScriptedApp(
  async ({ dataDir }) => {
    workspace = join(dataDir, '..', 'workspace');
    await mkdir(join(workspace, 'build'), { recursive: true });
    return { HERMES_WORKSPACE: workspace };
  },
  { preload: resolve('test/support/failing-bwrap.cjs') },
);

const ask = (command: string) => {
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command } }] },
    { text: 'Well.' },
  );
  return askStreaming(shared.url, shared.key, `Run ${command}`);
};
const exists = (name: string) =>
  access(join(workspace, name)).then(
    () => true,
    () => false,
  );

test('a wall that cannot be had is said on the Agent page, with the reason, and in the dialog', async () => {
  const { page, running } = shared;
  await open(page, 'Agent');
  await expect(page.getByLabel('The wall is')).toHaveText('Not possible');
  await expect(page.getByText('bwrap: broken for this test')).toBeVisible();
  await expect(page.getByText('There is no wall around programs')).toBeVisible();
  const opened = running.app.waitForEvent('window');
  const stream = ask('rm -rf build');
  const dialog = await opened;
  await expect(dialog.getByText('There is no wall on this computer')).toContainText(
    'bwrap: broken for this test',
  );
  // A button on its way from shut to open has a colour in between.
  await dialog.emulateMedia({ reducedMotion: 'reduce' });
  await expect(dialog.getByRole('button', { name: 'Allow once' })).toBeEnabled();
  expect(await axeViolations(dialog)).toEqual([]);
  await dialog.getByRole('button', { name: 'Deny' }).click();
  await stream.ended;
  await ask('echo without').ended;
  await open(page, 'Activity');
  await page.getByRole('button', { name: /^Run echo without/ }).click();
  await expect(page.getByText('Ran without asking: harmless')).toBeVisible();
});

test('where it is required, nothing runs', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  await page.getByRole('radio', { name: /^Always.*nothing runs/ }).check();
  await ask('echo made > made').ended;
  const told = JSON.stringify(shared.upstream.requests.at(-1)!.body.messages.at(-1));
  expect(told).toContain('Nothing was run');
  expect(await exists('made')).toBe(false);
  await expect(page.getByText('Nothing can run: the wall is required')).toBeVisible();
});

test('the wall is taken away by nobody’s arrow key', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  const required = page.getByRole('radio', { name: /^Always.*nothing runs/ });
  await required.focus();
  await page.keyboard.press('ArrowDown');
  const question = page.getByRole('dialog', { name: 'Take the wall away?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(required).toBeChecked();
  await required.focus();
  await page.keyboard.press('ArrowDown');
  await question.getByRole('button', { name: 'Take the wall away' }).click();
  await expect(page.getByLabel('The wall is')).toHaveText('Off by you');
  await expect(page.getByText('The wall is off', { exact: true })).toBeVisible();
});

test('the hosts that programs reach are listed, once they are to be', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  const hosts = page.getByRole('textbox', { name: 'Hosts that programs reach' });
  await expect(hosts).toBeHidden();
  await page.getByRole('radio', { name: /^Listed hosts/ }).check();
  await hosts.fill('*.example.org');
  await hosts.press('Enter');
  await expect(page.getByRole('list', { name: 'Hosts that programs reach' })).toContainText(
    '*.example.org',
  );
});

test('a group of tools is offered always, or on demand, and its cost follows', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  const all = page.getByLabel('In all');
  const before = await all.innerText();
  const browser = page.getByRole('radiogroup', { name: /^Browser/ });
  await expect(browser.getByRole('radio', { name: 'On demand' })).toBeChecked();
  await browser.getByRole('radio', { name: 'Always' }).check();
  await expect(all).not.toHaveText(before);
  await browser.getByRole('radio', { name: 'On demand' }).check();
  await expect(all).toHaveText(before);
});

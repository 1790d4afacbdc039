import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { panelPixels } from '../support/x-screen.ts';
import { askStreaming } from './clients.ts';
import { axeViolations } from './axe.ts';
import { expect, open, test } from './fixtures.ts';
import { useScriptedApp } from './scripted-app.ts';

let workspace: string;

const shared = useScriptedApp(({ dataDir }) => {
  workspace = join(dataDir, '..', 'workspace');
  return { HERMES_WORKSPACE: workspace };
});

/** Asks as a client does. */
const ask = (content: string) => askStreaming(shared.url, shared.key, content);

test.beforeEach(async () => {
  await mkdir(join(workspace, 'build', 'deep'), { recursive: true });
});

const exists = async (name: string) => (await readdir(workspace)).includes(name);

/** Makes the model ask for a dangerous command, and then say what came of it. */
function scriptCommand(command: string, answer: string): void {
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command } }] },
    { text: answer },
  );
}

/** The window in which the person decides. */
async function dialog(): Promise<Page> {
  const { app } = shared.running;
  let found: Page | undefined;
  // That of the question before may still be about to close.
  await expect(async () => {
    found = app.windows().find((page) => page.url().includes('view=approvals'));
    expect(found).toBeDefined();
    await expect(found!.getByLabel('Full action')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  return found!;
}

const answerButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('an approved command runs, and the client’s stream goes on to its end', async () => {
  scriptCommand('rm -rf build', 'Removed it.');
  const before = await panelPixels(shared.session.env);
  const stream = ask('Remove the build folder');
  const page = await dialog();
  await expect(page.getByRole('heading')).toHaveText(/ChatBox.* asks for your approval/);
  await expect(page.getByLabel('Full action')).toContainText('rm -rf build');
  await expect(page.getByText(/Denied by itself in [45]:\d\d/)).toBeVisible();
  await expect(answerButton(page, 'Allow once')).toBeEnabled();
  expect(await axeViolations(page)).toEqual([]);
  // The tray says that somebody is waited for.
  await expect.poll(async () => before.equals(await panelPixels(shared.session.env))).toBe(false);
  await expect(shared.page.getByText('One action waits for you')).toBeVisible();
  expect(await exists('build')).toBe(true);

  const closed = page.waitForEvent('close');
  await answerButton(page, 'Allow once').click();
  await closed;
  await stream.ended;
  expect(stream.text()).toBe('Removed it.');
  expect(stream.frames()).toContain('"finish_reason":"stop"');
  expect(stream.frames().trimEnd()).toMatch(/data: \[DONE\]$/);
  expect(stream.frames()).not.toContain('"error"');
  expect(await exists('build')).toBe(false);
});

test('a denied command does not run; the model is told, and the stream ends well', async () => {
  scriptCommand('rm -rf build', 'Then I leave it.');
  const stream = ask('Remove it');
  const page = await dialog();
  await answerButton(page, 'Deny').click();
  await stream.ended;
  expect(stream.text()).toBe('Then I leave it.');
  expect(await exists('build')).toBe(true);
  const told = JSON.stringify(shared.upstream.requests.at(-1)?.body.messages.at(-1));
  expect(told).toMatch(/denied|refused|not approved|declined/i);
});

test('a denied command tells the model why, in the person’s words', async () => {
  scriptCommand('rm -rf build', 'I keep it.');
  const stream = ask('Clean up');
  const page = await dialog();
  await expect(page.getByText('“Clean up”')).toBeVisible();
  await expect(page.getByText(workspace, { exact: true })).toBeVisible();
  await page.getByLabel('Denied because').fill('it holds the release');
  await answerButton(page, 'Deny').click();
  await stream.ended;
  const told = JSON.stringify(shared.upstream.requests.at(-1)?.body.messages.at(-1));
  expect(told).toContain('it holds the release');
});

test('a long command can be allowed only once its end was seen; what hides in it is marked', async () => {
  const lines = Array.from({ length: 80 }, (_, index) => `echo ${index}`);
  scriptCommand(`${lines.join('\n')}\nrm -rf bui\u200bld`, 'Well.');
  const stream = ask('Remove it');
  const page = await dialog();
  await expect(answerButton(page, 'Deny')).toBeEnabled();
  await expect(answerButton(page, 'Allow once')).toBeDisabled();
  await expect(page.getByText('Scroll to its end to allow it.')).toBeVisible();
  await expect(page.getByText('This holds hidden characters')).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel('Full action').focus();
  await page.keyboard.press('End');
  await expect(answerButton(page, 'Allow once')).toBeEnabled();
  await expect(page.getByText('⟨U+200B⟩', { exact: true })).toBeVisible();
  await answerButton(page, 'Deny').click();
  await stream.ended;
});

test('no answer in time is a denial, and the stream ends well', async () => {
  // Everything is real but the clock: what would take five minutes takes two seconds.
  await shared.running.app.evaluate(() => {
    const real = globalThis.setTimeout;
    globalThis.setTimeout = ((work: () => void, ms?: number) => {
      if (ms === 300_000) globalThis.setTimeout = real;
      return real(work, ms === 300_000 ? 2000 : ms);
    }) as typeof setTimeout;
  });
  scriptCommand('rm -rf build', 'Nobody answered.');
  const stream = ask('Remove it');
  const page = await dialog();
  await page.waitForEvent('close');
  await stream.ended;
  expect(stream.text()).toBe('Nobody answered.');
  expect(await exists('build')).toBe(true);
  const told = JSON.stringify(shared.upstream.requests.at(-1)?.body.messages.at(-1));
  expect(told).toMatch(/nobody|no answer|in time/i);
});

test('several wait in a row, oldest first, and the keyboard decides too', async () => {
  // Each conversation is answered by what it began with, in whatever order the calls come.
  shared.upstream.replyWith(({ messages }) => {
    const first = JSON.stringify(messages).includes('First');
    if (messages.at(-1)?.role === 'tool') return { text: first ? 'One.' : 'Two.' };
    const command = first ? 'rm -rf build/deep' : 'rm -rf build';
    return { toolCalls: [{ name: 'terminal', arguments: { command } }] };
  });
  const first = ask('First');
  const page = await dialog();
  await expect(page.getByLabel('Full action')).toContainText('rm -rf build/deep');
  const second = ask('Second');
  await expect(page.getByText('1 more waiting')).toBeVisible();

  const closed = page.waitForEvent('close');
  const once = answerButton(page, 'Allow once');
  await expect(once).toBeEnabled();
  await once.focus();
  await page.keyboard.press('Enter');
  await first.ended;
  await expect(page.getByLabel('Full action')).toHaveText(/rm -rf build$/);
  await expect(answerButton(page, 'Deny')).toBeEnabled();
  await answerButton(page, 'Deny').focus();
  await page.keyboard.press('Space');
  await second.ended;
  await closed;
  expect([first.text(), second.text()]).toEqual(['One.', 'Two.']);
  expect(await exists('build')).toBe(true);
});

test('nothing decides by itself: the buttons are shut at first, and none has the focus', async () => {
  scriptCommand('rm -rf build', 'Well.');
  const stream = ask('Remove it');
  const page = await dialog();
  const focused = await page.evaluate(() => document.activeElement?.tagName);
  expect(focused).toBe('BODY');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(answerButton(page, 'Allow once')).toBeEnabled();
  expect(await exists('build')).toBe(true);
  await answerButton(page, 'Deny').click();
  await stream.ended;
});

test('closing the dialog decides nothing; the banner brings it back', async () => {
  scriptCommand('rm -rf build', 'Good.');
  const stream = ask('Remove it');
  const page = await dialog();
  await page.close();
  const reopened = shared.running.app.waitForEvent('window');
  await shared.page.getByRole('button', { name: 'Review…' }).click();
  const again = await reopened;
  await answerButton(again, 'Deny').click();
  await stream.ended;
});

test('a notification tells of it; a click on it brings the dialog, and the answer takes it away', async () => {
  const { app } = shared.running;
  // What the system shows is not ours to test: whether it is asked to, and what a click does, is.
  await app.evaluate(({ Notification }) => {
    const notified: Electron.Notification[] = [];
    const gone: Electron.Notification[] = [];
    Object.assign(globalThis, { notified, gone });
    Notification.isSupported = () => true;
    Notification.prototype.show = function () {
      notified.push(this);
    };
    Notification.prototype.close = function () {
      gone.push(this);
    };
  });
  type Spied = Record<'notified' | 'gone', Electron.Notification[]>;
  const told = (list: keyof Spied) =>
    app.evaluate(
      (_electron, name) =>
        (globalThis as unknown as Spied)[name].map(({ title, body }) => ({ title, body })),
      list,
    );

  scriptCommand('rm -rf build', 'Good.');
  const stream = ask('Remove it');
  await (await dialog()).close();
  const notification = { title: 'ChatBox asks for your approval', body: 'rm -rf build' };
  expect(await told('notified')).toEqual([notification]);

  const reopened = app.waitForEvent('window');
  await app.evaluate(() => (globalThis as unknown as Spied).notified[0]?.emit('click'));
  await answerButton(await reopened, 'Deny').click();
  await stream.ended;
  await expect.poll(() => told('gone')).toEqual([notification]);
});

test('Escape puts the dialog away and decides nothing', async () => {
  scriptCommand('rm -rf build', 'Good.');
  const stream = ask('Remove it');
  const page = await dialog();
  await expect(answerButton(page, 'Deny')).toBeEnabled();
  const closed = page.waitForEvent('close');
  // The window goes before the key is let go, which ends the call.
  await page.keyboard.press('Escape').catch(() => undefined);
  await closed;
  await expect(shared.page.getByText('One action waits for you')).toBeVisible();
  const reopened = shared.running.app.waitForEvent('window');
  await shared.page.getByRole('button', { name: 'Review…' }).click();
  await answerButton(await reopened, 'Deny').click();
  await stream.ended;
});

test('always: it is saved, shown in Agent, and the same is not asked again', async () => {
  scriptCommand('rm -rf build', 'First time.');
  const asked = ask('Remove it');
  await answerButton(await dialog(), 'Always allow this').click();
  await asked.ended;

  await mkdir(join(workspace, 'build'), { recursive: true });
  scriptCommand('rm -rf build', 'Second time.');
  const silent = ask('Remove it again');
  await silent.ended;
  expect(silent.text()).toBe('Second time.');
  expect(await exists('build')).toBe(false);

  await open(shared.page, 'Agent');
  const list = shared.page.getByRole('list', { name: 'Always allowed' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('button', { name: /^Remove/ }).click();
  await expect(list).toBeHidden();
});

test('what runs outside the wall is not said to be held by it, and counts once', async () => {
  const outside = { command: 'echo out', outside: true, reason: 'it needs the real /tmp' };
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: outside }] },
    { text: 'Well.' },
  );
  const stream = ask('Leave the wall');
  const page = await dialog();
  await expect(page.getByText('it needs the real /tmp')).toBeVisible();
  await expect(
    page.getByText('Outside the wall, with all your rights: it can change'),
  ).toBeVisible();
  await expect(page.getByText('The wall is on')).toBeHidden();
  await expect(answerButton(page, 'Always allow this')).toBeHidden();
  await answerButton(page, 'Deny').click();
  await stream.ended;
});

test('over the API and in the dialog it is one question: who decided is said, and the next one comes', async () => {
  const { page: settings } = shared;
  shared.upstream.replyWith(({ messages }) => {
    const first = JSON.stringify(messages).includes('First');
    if (messages.at(-1)?.role === 'tool') return { text: first ? 'One.' : 'Two.' };
    const command = first ? 'rm -rf build/deep' : 'rm -rf build';
    return { toolCalls: [{ name: 'terminal', arguments: { command } }] };
  });
  const headers = {
    Authorization: `Bearer ${shared.key}`,
    'Content-Type': 'application/json',
    'User-Agent': 'my-phone/1.0',
  };
  const decide = async (action: string, answer: string): Promise<number> => {
    const list = await fetch(`${shared.url}/v1/approvals`, { headers });
    const { data } = (await list.json()) as { data: { id: string; action: string }[] };
    const { id } = data.find((each) => each.action === action)!;
    const body = JSON.stringify({ answer });
    const url = `${shared.url}/v1/approvals/${id}`;
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  const first = ask('First');
  const page = await dialog();
  const second = ask('Second');
  await expect(page.getByText('1 more waiting')).toBeVisible();
  expect(await decide('rm -rf build/deep', 'deny')).toBe(200);
  await first.ended;
  await expect(page.getByText('Denied over the API, through my-phone/1.0')).toBeVisible();
  await expect(page.getByLabel('Full action')).toHaveText(/rm -rf build$/);
  // The question that came into the place of another is deaf at first too.
  await expect(answerButton(page, 'Allow once')).toBeDisabled();

  const closed = page.waitForEvent('close');
  expect(await decide('rm -rf build', 'once')).toBe(200);
  await second.ended;
  await expect(
    page.getByRole('heading', { name: 'Allowed once over the API, through my-phone/1.0' }),
  ).toBeVisible();
  await closed;
  expect(await exists('build')).toBe(false);
  await open(settings, 'Activity');
  await settings
    .getByRole('button', { name: /Second/ })
    .first()
    .click();
  await expect(settings.getByText('Allowed once over the API, through my-phone')).toBeVisible();
});

test('when the client leaves, the question goes too', async () => {
  scriptCommand('rm -rf build', 'Never said.');
  const stream = ask('Remove it');
  const page = await dialog();
  const closed = page.waitForEvent('close');
  await shared.page.evaluate(() => window.hermes.stopAllRuns());
  await closed;
  await stream.ended;
  expect(await exists('build')).toBe(true);
});

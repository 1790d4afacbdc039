import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';
import { askStreaming } from './clients.ts';
import { clipboardText, expect, open, test } from './fixtures.ts';
import { useScriptedApp } from './scripted-app.ts';

const shared = useScriptedApp();

// From a run, choosing the page again leads back to the list.
test.beforeEach(() => open(shared.page, 'Activity'));

/** Asks as a client does. */
const ask = (content: string) => askStreaming(shared.url, shared.key, content);

/** The row of a run in the list. */
function row(page: Page, title: string) {
  return page.getByRole('button', { name: title }).and(page.locator('.run'));
}

async function openRun(page: Page, title: string): Promise<void> {
  await row(page, title).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** The entry of the timeline under this heading. */
function entry(page: Page, title: string) {
  // What stands beside the title is part of its name.
  const heading = page.getByRole('heading', { level: 2, name: new RegExp(`^${title}`) });
  return page.getByRole('listitem').filter({ has: heading });
}

test('before anything was asked it says so, and leads to Connect', async () => {
  const { page } = shared;
  await expect(page.getByText('Nothing has happened yet')).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Connect a client…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
});

test('what ran without asking says why; what came to nothing is marked, and colours its run', async () => {
  const { page } = shared;
  const command = (text: string, more: object = {}) => ({
    name: 'terminal',
    arguments: { command: text, ...more },
  });
  shared.upstream.reply(
    {
      toolCalls: [
        command('echo inside'),
        command('sleep 30', { timeout: 1 }),
        command('rm -rf ~'),
        { name: 'read_file', arguments: { path: 'not-there' } },
      ],
      usage: { prompt_tokens: 3180, completion_tokens: 92 },
    },
    { text: 'That is all.', usage: null },
  );
  const stream = ask('Try all sorts');
  await stream.ended;
  expect(stream.frames()).toMatch(/sleep 30.*✗ timed out/);
  expect(stream.frames()).toMatch(/rm -rf ~.*✗ refused/);
  const facts = row(page, 'Try all sorts');
  await expect(facts).toContainText('Tools: 1 refused, 1 timed out, 1 failed');

  await openRun(page, 'Try all sorts');
  const tools = page.getByRole('list', { name: 'What happened' }).getByRole('listitem');
  await expect(tools.filter({ hasText: 'echo inside' })).toContainText(
    'Ran without asking: inside the wall',
  );
  await expect(tools.filter({ hasText: 'sleep 30' })).toContainText('timed out');
  await expect(tools.filter({ hasText: 'rm -rf ~' })).toContainText('refused');
  await expect(tools.filter({ hasText: 'rm -rf ~' })).toContainText('this is never allowed');
  await expect(tools.filter({ hasText: 'not-there' })).toContainText('failed');
  await expect(tools.filter({ hasText: 'not-there' })).toContainText('harmless');
  await expect(entry(page, 'Model call 1')).toContainText(
    '3,180 prompt, 0 cached, 92 answer tokens',
  );
  await expect(entry(page, 'Answer')).toContainText(
    /about [\d,]+ prompt, \d+ answer tokens \(estimated\)/,
  );
  expect(await axeViolations(page)).toEqual([]);
});

test('a run with a tool is a line in the list, and a timeline from request to answer', async () => {
  const { page } = shared;
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command: 'echo from-the-tool' } }] },
    { text: ['All ', 'done.'], reasoning: 'I thought about it.' },
  );
  await ask('Run a tool for me').ended;
  await expect(row(page, 'Run a tool for me')).toContainText('ChatBox');
  await expect(row(page, 'Run a tool for me')).toContainText('tokens');

  await openRun(page, 'Run a tool for me');
  const request = entry(page, 'Request from ChatBox');
  await expect(request).toContainText('POST /v1/chat/completions');
  await request.getByText('Headers').click();
  await expect(request).toContainText('Bearer [redacted]');
  await request.getByText('Body').click();
  await expect(request).toContainText('"content": "Run a tool for me"');

  await expect(entry(page, 'Model call 1')).toContainText('it called tools');
  const tool = entry(page, 'terminal');
  await expect(tool).toContainText('echo from-the-tool');
  await tool.getByText('Output', { exact: true }).click();
  await expect(tool).toContainText('from-the-tool');
  const answer = entry(page, 'Answer');
  await expect(answer).toContainText('All done.');
  await expect(answer).toContainText('tokens');
  await answer.getByText('Reasoning').click();
  await expect(answer).toContainText('I thought about it.');
  await expect(page.locator('.run-summary')).toContainText('Completed');
  expect(await page.content()).not.toContain(shared.key);
});

test('a run is copied as a curl command, without the key', async () => {
  const { page, running } = shared;
  shared.upstream.reply({ text: 'First.' });
  await ask("Say 'it' again").ended;
  await openRun(page, "Say 'it' again");
  await page.getByRole('button', { name: 'Copy as curl command' }).click();
  const clipboard = () => clipboardText(running);
  await expect.poll(clipboard).toContain(`curl -N '${shared.url}/v1/chat/completions'`);
  expect(await clipboard()).toContain('"Authorization: Bearer $HERMES_KEY"');
  expect(await clipboard()).toContain(String.raw`Say '\''it'\'' again`);
  expect(await clipboard()).not.toContain(shared.key);
});

test('a run under way grows as it is watched, and Stop ends it', async () => {
  const { page } = shared;
  shared.upstream.reply({ text: ['Growing', ' slowly'], hang: 'mid-text' });
  const stream = ask('Take your time');
  await expect(row(page, 'Take your time')).toContainText('Working');
  await openRun(page, 'Take your time');
  await expect(entry(page, 'Model call 1')).toContainText('Growing slowly');
  await expect(entry(page, 'Model call 1')).toContainText('writing…');
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('The run was stopped')).toBeVisible();
  await expect(entry(page, 'Model call 1')).toContainText('broken off');
  await expect(page.locator('.run-summary')).toContainText('Stopped');
  stream.leave();
});

test('a run is stopped from the list too', async () => {
  const { page } = shared;
  shared.upstream.reply({ hang: 'before-headers' });
  const stream = ask('Wait for ever');
  await page.getByRole('button', { name: 'Stop “Wait for ever”' }).click();
  await expect(page.getByRole('button', { name: 'Stop “Wait for ever”' })).toBeHidden();
  stream.leave();
});

test('a client that leaves is told of', async () => {
  const { page } = shared;
  shared.upstream.reply({ text: 'x', hang: 'mid-text' });
  const stream = ask('I will leave');
  await expect.poll(() => stream.text()).toBe('x');
  stream.leave();
  await openRun(page, 'I will leave');
  await expect(page.getByText('The client closed the connection.')).toBeVisible();
});

test('a failed run says why', async () => {
  const { page } = shared;
  shared.upstream.reply({ status: 401, body: { error: { message: 'bad key' } } });
  await expect(ask('This fails').ended).rejects.toThrow('HTTP 400');
  await openRun(page, 'This fails');
  await expect(page.getByText('The run failed')).toBeVisible();
  await expect(page.locator('.notice.error')).toContainText(/key/i);
  expect(await axeViolations(page)).toEqual([]);
});

test('a long output is cut short at first, and all of it scrolls in a box of its own', async () => {
  const { page } = shared;
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command: 'seq 1 9000' } }] },
    { text: 'Counted.' },
  );
  await ask('Count far').ended;
  await openRun(page, 'Count far');
  const tool = entry(page, 'terminal');
  await tool.getByText('Output', { exact: true }).click();
  const box = tool.getByRole('region', { name: 'output' });
  expect((await box.innerText()).length).toBeLessThan(2000);
  await tool.getByRole('button', { name: /^Show all .* of output$/ }).click();
  await expect(box).toContainText('9000');
  expect(await box.evaluate((node) => node.scrollHeight > node.clientHeight)).toBe(true);
});

test('the approval of a dangerous command stands with its call', async () => {
  const { page, running } = shared;
  shared.upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command: 'rm -rf ./build-folder' } }] },
    { text: 'Removed.' },
  );
  const stream = ask('Clean up');
  await expect(row(page, 'Clean up')).toContainText('Waits for your approval');
  await openRun(page, 'Clean up');
  const tool = entry(page, 'terminal');
  await expect(tool).toContainText('Waits for your approval');
  await expect(tool).toContainText('rm -rf ./build-folder');
  expect(await axeViolations(page)).toEqual([]);

  // The dialog may have opened by itself; if not, it is opened from here.
  await page.getByRole('button', { name: 'Review…' }).first().click();
  await expect.poll(() => running.app.windows().length).toBe(2);
  const dialog = running.app.windows().find((window) => window !== page)!;
  await dialog.getByRole('button', { name: 'Allow once' }).click();
  await expect(tool).toContainText('Allowed once by you');
  await stream.ended;
  expect(stream.text()).toBe('Removed.');
  await expect(page.locator('.run-summary')).toContainText('Completed');
});

test('the list keeps the place of who comes back by keyboard', async () => {
  const { page } = shared;
  shared.upstream.reply({ text: 'Yes.' }, { text: 'No.' });
  await ask('Look at me').ended;
  await ask('Not at me').ended;
  await row(page, 'Look at me').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Look at me' })).toBeFocused();
  await page.getByRole('button', { name: 'All runs' }).focus();
  await page.keyboard.press('Enter');
  await expect(row(page, 'Look at me')).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong, ${colorScheme}`, async () => {
    const { page } = shared;
    const title = `Show yourself in ${colorScheme}`;
    shared.upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: 'ls' } }], reasoning: 'Hm.' },
      { text: 'All done.' },
    );
    await ask(title).ended;
    await page.emulateMedia({ colorScheme });
    await expect(row(page, title)).toContainText('tokens');
    expect(await axeViolations(page)).toEqual([]);
    await openRun(page, title);
    for (const details of await page.locator('.timeline details').all()) {
      await details.evaluate((node) => node.setAttribute('open', ''));
    }
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: null });
  });
}

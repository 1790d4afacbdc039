import type { Page } from '@playwright/test';
import { clients } from '../../src/shared/clients.ts';
import { axeViolations } from './axe.ts';
import { clipboardText, expect, open, serverUrl, test } from './fixtures.ts';
import { useScriptedApp } from './scripted-app.ts';

const shared = useScriptedApp();

/** What the model says where a test has not told it otherwise. */
function answerAlways(): void {
  shared.upstream.replyWith(() => ({ text: ['Hel', 'lo.'] }));
}

test.beforeAll(answerAlways);

test.beforeEach(() => open(shared.page, 'Connect'));

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check();
  await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
}

const clipboard = () => clipboardText(shared.running);

async function runSelfTest(page: Page): Promise<void> {
  await begin(page);
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Run (self-test|again)$/ }).click();
}

function step(page: Page, title: string) {
  return page.getByRole('listitem').filter({ hasText: title });
}

test('each client has its values in its own form of the address', async () => {
  const { page, url } = shared;
  const { port } = new URL(url);
  for (const [client, address] of [
    ['ChatBox', url],
    ['Jan', `${url}/v1`],
    ['Open WebUI', `http://host.docker.internal:${port}/v1`],
  ] as const) {
    await choose(page, client);
    await expect(page.getByText(address, { exact: true }).first()).toBeVisible();
  }
});

test('a value is copied as it is shown, and the key without being shown', async () => {
  const { page } = shared;
  const { key, url } = shared;
  await choose(page, 'Jan');
  await page.getByRole('button', { name: 'Copy Base URL' }).click();
  await expect.poll(clipboard).toBe(`${url}/v1`);
  await page.getByRole('button', { name: 'Copy API key' }).click();
  await expect.poll(clipboard).toBe(key);
  expect(await page.content()).not.toContain(key);
});

test('a snippet is copied with the key in it, and shows a placeholder', async () => {
  const { page } = shared;
  const { key } = shared;
  await choose(page, 'Open WebUI');
  const docker = page.getByRole('region', { name: 'Docker', exact: true });
  await expect(docker).toContainText('OPENAI_API_KEY=YOUR_KEY');
  await page.getByRole('button', { name: 'Copy Docker', exact: true }).click();
  await expect.poll(clipboard).toContain(`OPENAI_API_KEY=${key}`);
  expect(await page.content()).not.toContain(key);
});

test('clients are chosen by the arrow keys, and the choice is remembered', async () => {
  const { page } = shared;
  await choose(page, 'ChatBox');
  await page.getByRole('radio', { name: 'ChatBox' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { level: 2, name: 'Jan', exact: true })).toBeVisible();
  await open(page, 'Logs');
  await open(page, 'Connect');
  await expect(page.getByRole('radio', { name: 'Jan' })).toBeChecked();
});

test('one click opens ChatBox with address, key and model', async () => {
  const { page, running } = shared;
  const { key, url } = shared;
  await choose(page, 'ChatBox');
  await running.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (link) => Promise.resolve(void opened.push(link));
  });
  await page.getByRole('button', { name: 'Add to ChatBox' }).click();
  const opened = () =>
    running.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
  await expect.poll(opened).toHaveLength(1);
  const link = new URL((await opened())[0]!);
  expect(JSON.parse(atob(link.searchParams.get('config')!))).toMatchObject({
    settings: { apiHost: url, apiKey: key, models: [{ modelId: 'hermes-agent' }] },
  });

  await choose(page, 'NextChat');
  await page.getByLabel('Set up by one click').fill('http://localhost:3456');
  await page.getByRole('button', { name: 'Open NextChat' }).click();
  await expect.poll(opened).toHaveLength(2);
  expect((await opened())[1]).toContain('http://localhost:3456/#/?settings=');
});

test('a wrong NextChat address is said, and nothing can be opened', async () => {
  const { page } = shared;
  await choose(page, 'NextChat');
  await page.getByLabel('Set up by one click').fill('localhost');
  await expect(page.getByText('Must start with http:// or https://')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open NextChat' })).toBeDisabled();
});

test('the self-test of each client passes against the real server', async () => {
  test.slow();
  const { page } = shared;
  for (const { name } of clients) {
    await choose(page, name);
    await runSelfTest(page);
    const outcome = page.locator('.self-test-outcome');
    await expect(outcome, await page.locator('.self-test').innerText()).toHaveText(
      /^All steps (that apply )?passed\.$/,
    );
  }
});

test('the self-test says why a step failed', async () => {
  const { page } = shared;
  await choose(page, 'curl');
  shared.upstream.replyWith(() => ({ status: 401, body: { error: { message: 'bad key' } } }));
  await runSelfTest(page);
  await expect(step(page, 'List of models')).toContainText('hermes-agent');
  await expect(step(page, 'Answer in one piece')).toContainText(
    'The server works, but its model service does not (400).',
  );
  await expect(page.locator('.self-test-outcome')).toHaveText('4 steps failed.');
  answerAlways();
});

test('a self-test under way can be stopped', async () => {
  const { page } = shared;
  shared.upstream.replyWith(() => ({ hang: 'before-headers' }));
  await choose(page, 'curl');
  await begin(page);
  await expect(step(page, 'Answer in one piece')).toContainText('Under way');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.locator('.self-test-outcome')).toHaveText('The test was stopped.');
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
  answerAlways();
});

test('while the server is off, one click turns it on', async () => {
  const { page } = shared;
  await page.getByRole('switch', { name: 'Server' }).click();
  await expect(page.getByText('The server is off')).toBeVisible();
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await serverUrl(page);
  await expect(page.getByText('The server is off')).toBeHidden();
});

test('an origin that would be refused is allowed with one click', async () => {
  const { page } = shared;
  await open(page, 'Server');
  const origins = page.getByLabel('Allowed web origins');
  await origins.fill('https://example.com');
  await origins.press('Enter');
  await open(page, 'Connect');
  await choose(page, 'Jan');
  await expect(page.getByText('Jan would be refused')).toBeVisible();
  await runSelfTest(page);
  await expect(step(page, 'Permission for web pages')).toContainText('tauri://localhost');
  await expect(step(page, 'Permission for web pages')).toContainText('Failed');

  await page.getByRole('button', { name: 'Allow Jan' }).click();
  await expect(page.getByText('Jan would be refused')).toBeHidden();
  await runSelfTest(page);
  await expect(page.locator('.self-test-outcome')).toHaveText('All steps passed.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing wrong, ${colorScheme}`, async () => {
    test.slow();
    const { page } = shared;
    await page.emulateMedia({ colorScheme });
    for (const name of ['ChatBox', 'NextChat', 'Open WebUI', 'Codex CLI']) {
      await choose(page, name);
      expect(await axeViolations(page)).toEqual([]);
    }
    await runSelfTest(page);
    expect(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: null });
  });
}

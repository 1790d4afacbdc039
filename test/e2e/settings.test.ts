import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, open, test, useSharedApp, type PageTitle } from './fixtures.ts';

const shared = useSharedApp(() => ({ env: { API_SERVER_PORT: '0' } }));

/** A setting, how a person changes it, and what the file holds then. */
interface Change {
  page: PageTitle;
  path: string;
  label: string;
  /** A text to type, a choice to make, an entry to add, or what a switch is to be. */
  to: string | boolean;
  by: 'text' | 'choice' | 'select' | 'entry' | 'switch';
  saved: unknown;
  /** The button of the question that comes first, where the change opens a door. */
  asks?: string;
  /** A folded part to open, or a choice to make, before the control is there. */
  first?: (page: Page) => Promise<unknown>;
}

const unfold = (summary: string) => (page: Page) =>
  page.locator('details', { hasText: summary }).evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
const choose = (label: string) => (page: Page) =>
  page.getByRole('radio', { name: label, exact: true }).check();
const text = (page: PageTitle, path: string, label: string, to: string, saved: unknown = to) =>
  ({ page, path, label, to, saved, by: 'text' }) satisfies Change;
const limit = (path: string, label: string, to: number): Change => ({
  ...text('Server', `server.${path}`, label, String(to), to),
  first: unfold('Limits and timeouts'),
});

const changes: readonly Change[] = [
  {
    page: 'Server',
    path: 'server.extraHosts',
    label: 'Extra host names',
    by: 'entry',
    to: 'desk.lan',
    saved: ['desk.lan'],
  },
  {
    page: 'Server',
    path: 'server.allowedOrigins',
    label: 'Allowed web origins',
    by: 'entry',
    to: 'https://a.example',
    saved: ['https://a.example'],
  },
  {
    ...text('Server', 'server.modelId', 'Model id', 'hermes'),
    first: unfold('Limits and timeouts'),
  },
  limit('maxConcurrentRuns', 'Runs at once', 3),
  limit('maxQueuedRuns', 'Queue length', 5),
  limit('disconnectGraceSeconds', 'Disconnect grace', 7),
  limit('keepaliveSeconds', 'Keepalive', 11),
  limit('bodyLimitMiB', 'Body limit', 13),
  limit('maxMessages', 'Message limit', 17),
  limit('headerTimeoutSeconds', 'Header timeout', 19),
  limit('bodyTimeoutSeconds', 'Body timeout', 23),
  limit('maxStoredResponses', 'Stored responses', 29),

  {
    page: 'Streaming',
    path: 'streaming.apiServer',
    label: 'Never stream',
    by: 'choice',
    to: true,
    saved: 'off',
  },
  {
    page: 'Streaming',
    path: 'streaming.enabled',
    label: 'Stream answers',
    by: 'switch',
    to: false,
    saved: false,
  },
  {
    page: 'Streaming',
    path: 'streaming.toolActivity',
    label: 'Nowhere',
    by: 'choice',
    to: true,
    saved: 'off',
  },
  {
    page: 'Streaming',
    path: 'streaming.heartbeat',
    label: 'Keep clients awake',
    by: 'switch',
    to: false,
    saved: false,
  },
  {
    page: 'Streaming',
    path: 'streaming.serverCalls',
    label: 'Shown to none',
    by: 'choice',
    to: true,
    saved: 'hidden',
  },

  {
    page: 'Model',
    path: 'model.provider',
    label: 'Custom',
    by: 'choice',
    to: true,
    saved: 'custom',
  },
  text('Model', 'model.baseUrl', 'Base URL', 'http://127.0.0.1:9/v1'),
  text('Model', 'model.model', 'Model', 'some-model'),
  text('Model', 'model.contextWindow', 'Context window', '65536', 65_536),
  {
    page: 'Model',
    path: 'model.api',
    label: 'Responses API',
    by: 'choice',
    to: true,
    saved: 'responses',
    first: unfold('Timeouts, API and embeddings'),
  },
  {
    ...text('Model', 'model.firstByteTimeoutSeconds', 'First-byte wait', '37', 37),
    first: unfold('Timeouts, API and embeddings'),
  },
  {
    ...text('Model', 'model.betweenChunksTimeoutSeconds', 'Between-chunks wait', '41', 41),
    first: unfold('Timeouts, API and embeddings'),
  },
  {
    ...text('Model', 'model.embeddingModel', 'Embedding model', 'an-embedder'),
    first: unfold('Timeouts, API and embeddings'),
  },

  text('Agent', 'agent.workspace', 'Workspace', '/tmp/somewhere'),
  text('Agent', 'agent.maxIterations', 'Model calls in one run', '43', 43),
  {
    page: 'Agent',
    path: 'agent.lightRequests',
    label: 'Answer titles and tags plainly',
    by: 'switch',
    to: false,
    saved: false,
  },
  {
    page: 'Agent',
    path: 'agent.rememberTurns',
    label: 'Remember what tools found',
    by: 'switch',
    to: false,
    saved: false,
  },
  {
    page: 'Agent',
    path: 'agent.approvals',
    label: 'Deny',
    by: 'choice',
    to: true,
    saved: 'deny',
  },
  {
    page: 'Agent',
    path: 'agent.disabledTools',
    label: 'terminal',
    by: 'switch',
    to: false,
    saved: ['terminal'],
  },
  {
    page: 'Agent',
    path: 'agent.allowPrivateAddresses',
    label: 'Web tools may reach this network',
    by: 'switch',
    to: true,
    saved: true,
    asks: 'Let them',
  },
  {
    page: 'Agent',
    path: 'agent.webSearchProvider',
    label: 'Search with',
    by: 'select',
    to: 'searxng',
    saved: 'searxng',
  },
  text('Agent', 'agent.searxngUrl', 'SearXNG address', 'http://127.0.0.1:8888'),

  {
    page: 'App',
    path: 'app.startAtLogin',
    label: 'Start at login',
    by: 'switch',
    to: true,
    saved: true,
  },
  {
    page: 'App',
    path: 'app.startServerOnLaunch',
    label: 'Start the server on launch',
    by: 'switch',
    to: false,
    saved: false,
  },
  { page: 'App', path: 'app.updates', label: 'Install', by: 'choice', to: true, saved: 'auto' },
  { page: 'App', path: 'app.theme', label: 'Dark', by: 'choice', to: true, saved: 'dark' },
  {
    page: 'App',
    path: 'app.logLevel',
    label: 'Log level',
    by: 'select',
    to: 'debug',
    saved: 'debug',
  },
];

function control(page: Page, { by, label }: Change) {
  if (by === 'switch') return page.getByRole('switch', { name: label, exact: true });
  // A choice's name is its label and what it means.
  if (by === 'choice') return page.getByRole('radio', { name: new RegExp(`^${label}`) });
  return page.getByLabel(label, { exact: true }).and(page.locator('input, select'));
}

async function make(page: Page, change: Change): Promise<void> {
  const target = control(page, change);
  switch (change.by) {
    case 'text':
      await target.fill(String(change.to));
      return target.press('Enter');
    case 'entry':
      await target.fill(String(change.to));
      return target.press('Enter');
    case 'select':
      await target.selectOption(String(change.to));
      return;
    case 'choice':
      return target.check();
    case 'switch':
      return target.setChecked(change.to === true);
  }
}

/** What a person sees of a setting. */
async function expectShown(page: Page, change: Change): Promise<void> {
  const target = control(page, change);
  switch (change.by) {
    case 'text':
    case 'select':
      return expect(target).toHaveValue(String(change.to));
    case 'entry':
      return expect(page.getByRole('list', { name: change.label })).toContainText(
        String(change.to),
      );
    case 'choice':
    case 'switch':
      return expect(target).toBeChecked({ checked: change.to === true });
  }
}

async function savedValue(path: string): Promise<unknown> {
  const file = await readFile(join(shared.running.dataDir, 'settings.json'), 'utf8');
  return path
    .split('.')
    .reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], JSON.parse(file));
}

for (const change of changes) {
  test(`${change.path} is changed and saved at once`, async () => {
    const { page } = shared;
    await open(page, change.page);
    await change.first?.(page);
    await make(page, change);
    // What lets the agent do more asks first.
    if (change.asks) {
      await page.getByRole('dialog').getByRole('button', { name: change.asks }).click();
    }
    await expect.poll(() => savedValue(change.path)).toEqual(change.saved);
    await expectShown(page, change);
  });
}

test('a theme applies at once', async () => {
  const background = () =>
    shared.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await shared.page.emulateMedia({ colorScheme: null });
  await open(shared.page, 'App');
  await choose('Light')(shared.page);
  await expect.poll(background).toBe('rgb(246, 247, 249)');
  await choose('Dark')(shared.page);
  await expect.poll(background).toBe('rgb(23, 25, 29)');
});

test('a provider key is written, known to be there, and never shown again', async () => {
  const { page, running } = shared;
  await open(page, 'Model');
  const field = page.getByLabel('API key', { exact: true });
  await field.fill('sk-provider-secret-123');
  await field.press('Enter');
  await expect(page.getByText('API key saved')).toBeVisible();
  await expect(field).toHaveValue('');
  expect(await page.content()).not.toContain('sk-provider-secret');
  expect(await readFile(join(running.dataDir, 'settings.json'), 'utf8')).not.toContain(
    'sk-provider',
  );
});

test('an MCP server is added, switched off, changed and keeps its hidden values', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  await page.getByRole('button', { name: 'Add server…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'URL' }).check();
  await dialog.getByLabel('Name', { exact: true }).fill('my web');
  await dialog.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/mcp');
  await dialog.getByLabel('Headers').fill('Authorization: Bearer header-secret-1');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('names are letters, digits, - and _');
  await dialog.getByLabel('Name', { exact: true }).fill('web');
  await expect(dialog.getByRole('alert')).toBeHidden();
  await dialog.getByLabel('Name', { exact: true }).press('Enter');
  await expect(page.getByText('web saved')).toBeVisible();
  expect(await page.content()).not.toContain('header-secret-1');

  await page.getByRole('switch', { name: 'Use web' }).setChecked(false);
  await expect.poll(() => savedValue('mcpServers.web.disabled')).toBe(true);
  expect(await savedValue('mcpServers.web.headers')).toEqual({ Authorization: null });

  await page.getByRole('button', { name: 'Edit web' }).click();
  await expect(dialog.getByLabel('Headers')).toHaveValue('Authorization: ••••••••');
  await dialog.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/other');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => savedValue('mcpServers.web.url')).toBe('http://127.0.0.1:9/other');
  const secrets = await readFile(join(shared.running.dataDir, 'secrets.json'), 'utf8');
  expect(secrets).toContain('web/headers/Authorization');
});

test('after a restart every setting is as it was left', async () => {
  test.setTimeout(120_000);
  await shared.restart();
  const { page } = shared;
  for (const change of changes) {
    await open(page, change.page);
    await change.first?.(page);
    await expectShown(page, change);
  }
  await open(page, 'Agent');
  await expect(page.getByRole('switch', { name: 'Use web' })).not.toBeChecked();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('Stopped');
});

test('an MCP server is removed after a question', async () => {
  const { page } = shared;
  await open(page, 'Agent');
  await page.getByRole('button', { name: 'Remove web' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('switch', { name: 'Use web' })).toBeHidden();
});

test('what was always allowed is listed and can be removed', async () => {
  const { page, running } = shared;
  const file = join(running.dataDir, 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { agent: object };
  await running.close();
  settings.agent = { ...settings.agent, alwaysAllow: ['sudo:apt-get', 'rm:/tmp/x'] };
  await writeFile(file, JSON.stringify(settings));
  await shared.restart();
  expect(page.isClosed()).toBe(true);
  await open(shared.page, 'Agent');
  await shared.page.getByRole('button', { name: 'Remove sudo:apt-get' }).click();
  await expect.poll(() => savedValue('agent.alwaysAllow')).toEqual(['rm:/tmp/x']);
});

test('reset asks first, then everything is as in a new app', async () => {
  const { page } = shared;
  await open(page, 'App');
  await page.getByRole('button', { name: 'Reset…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset settings' }).click();
  await expect(page.getByText('Settings are back to their defaults')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked();
  await open(page, 'Streaming');
  await expect(page.getByRole('switch', { name: 'Stream answers' })).toBeChecked();
});

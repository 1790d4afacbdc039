import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, type Page } from '@playwright/test';
import { startDesktopSession, type DesktopSession } from '../../support/desktop-session.ts';
import { launchApp, type TestApp } from '../../support/electron-app.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { askStreaming, type ChatStream } from '../clients.ts';
import { finishedScenes, riskyScene, runningScene, workspaceFiles, type Scene } from './scenes.ts';

const target = 'assets/screenshots';
const key = 'sk-hermes-for-the-pictures';
const pages = [
  'Server',
  'Streaming',
  'Model',
  'Agent',
  'Connect',
  'Channels',
  'Tasks',
  'Activity',
  'Logs',
  'App',
];
const themes = ['light', 'dark'] as const;

let folder: string;
let session: DesktopSession;
let upstream: ScriptedUpstream;
let app: TestApp;
let page: Page;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hermes-pictures-'));
  await mkdir(target, { recursive: true });
  process.env.FONTCONFIG_FILE = await fontConfiguration();
  session = await startDesktopSession();
  upstream = await startScriptedUpstream();
  const workspace = join(folder, 'home', 'Notes');
  for (const [name, text] of Object.entries(workspaceFiles)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify({
      server: { extraHosts: ['study.local'] },
      model: { provider: 'ollama', baseUrl: upstream.url, model: 'hermes-4:14b' },
      agent: { workspace: '~/Notes', alwaysAllow: ['git-force-push: git push -f origin main'] },
      mcpServers: { calendar: { command: 'npx', args: ['-y', 'calendar-mcp'], disabled: true } },
    }),
  );
  await writeFile(
    join(dataDir, 'secrets.json'),
    JSON.stringify({ version: 1, keys: { apiKey: { plain: key } } }),
    { mode: 0o600 },
  );
  upstream.replyToModelList({ body: { data: [{ id: 'hermes-4:14b' }, { id: 'qwen3:30b' }] } });
  app = await launchApp({
    session,
    dataDir,
    appDir: process.env.E2E_APP_DIR,
    args: ['--settings'],
    env: { HOME: join(folder, 'home'), FONTCONFIG_FILE: process.env.FONTCONFIG_FILE },
  });
  page = await app.window();
  await expect(page.getByRole('status', { name: 'Server' })).toContainText('Running');
});

test.afterAll(async () => {
  await app?.close();
  await upstream?.close();
  await session?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

test('every page', async () => {
  for (const scene of finishedScenes) await finish(scene);
  for (const theme of themes) {
    for (const title of pages) {
      await page
        .getByRole('navigation')
        .getByRole('button', { name: new RegExp(`^${title}`) })
        .click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await page.waitForLoadState('networkidle');
      await take(page, `${title.toLowerCase()}-${theme}`, theme, { width: 980, height: 800 });
    }
  }
});

test('a run', async () => {
  const { ask } = finishedScenes.at(-1)!;
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Activity/ })
    .click();
  await page.getByText(ask).first().click();
  await expect(page.getByRole('heading', { level: 1, name: ask })).toBeVisible();
  for (const theme of themes) await take(page, `run-${theme}`, theme, { width: 980, height: 900 });
  await page.getByRole('button', { name: 'All runs' }).click();
});

test('the tray menu, a decision that waits, and its dialog', async () => {
  const running = await begin(runningScene);
  await page.close();
  const menu = await session.openTrayMenu();
  await session.screenshot(join(folder, 'tray.png'));
  const area = `${menu.x + menu.width + 1}x${menu.y + menu.height + 1}+0+0`;
  await crop(join(folder, 'tray.png'), join(target, 'tray-menu.png'), area);
  await session.key('Escape');

  const opened = app.app.waitForEvent('window');
  const risky = await begin(riskyScene);
  const dialog = await opened;
  await expect(dialog.getByRole('button', { name: 'Allow once' })).toBeEnabled();
  for (const theme of themes) {
    await take(dialog, `approval-${theme}`, theme, { width: 620, height: 430 });
  }
  await dialog.getByRole('button', { name: 'Deny' }).click();
  risky.leave();
  running.leave();
});

/** Asks as the client of the scene does; the model service has the question when this resolves. */
async function begin(scene: Scene): Promise<ChatStream> {
  upstream.reply(...scene.replies);
  const asked = upstream.requests.length + 1;
  const stream = askStreaming('http://127.0.0.1:8642', key, scene.ask, scene.client);
  await upstream.waitForRequest(asked);
  return stream;
}

async function finish(scene: Scene): Promise<void> {
  const stream = await begin(scene);
  // One of the scenes is a run that fails.
  await stream.ended.catch(() => undefined);
}

/** Takes a picture at twice the size, with the temporary folders under their usual names. */
async function take(
  shown: Page,
  name: string,
  colorScheme: (typeof themes)[number],
  size: { width: number; height: number },
): Promise<void> {
  await shown.mouse.move(5, 500);
  await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const debug = await shown.context().newCDPSession(shown);
  await debug.send('Emulation.setDeviceMetricsOverride', {
    ...size,
    deviceScaleFactor: 2,
    mobile: false,
  });
  await shown.evaluate(
    ([temporary, upstreamPort]) => {
      const usual = (text: string): string =>
        text
          .replaceAll(`${temporary}/home`, '/home/ada')
          .replaceAll(`${temporary}/data`, '/home/ada/.config/hermes-tray')
          .replaceAll(`:${upstreamPort}`, ':11434');
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        const text = usual(node.data);
        if (text !== node.data) node.data = text;
      }
      for (const input of document.querySelectorAll('input')) {
        if (input.type === 'text') input.value = usual(input.value);
      }
    },
    [folder, new URL(upstream.url).port],
  );
  // Playwright's own screenshot knows nothing of the scale.
  const { data } = await debug.send('Page.captureScreenshot', { format: 'png' });
  await writeFile(join(target, `${name}.png`), Buffer.from(data, 'base64'));
  await debug.send('Emulation.clearDeviceMetricsOverride');
  await debug.detach();
}

async function crop(from: string, to: string, area: string): Promise<void> {
  await promisify(execFile)('convert', [from, '-crop', area, '+repage', to]);
}

/** Makes Inter and JetBrains Mono what programs get when they ask for the system's fonts. */
async function fontConfiguration(): Promise<string> {
  const families = [
    ['system-ui', 'Inter'],
    ['sans-serif', 'Inter'],
    ['Sans', 'Inter'],
    ['monospace', 'JetBrains Mono'],
  ];
  const rules = families.map(
    ([asked, given]) => `<match target="pattern">
  <test name="family"><string>${asked}</string></test>
  <edit name="family" mode="prepend" binding="strong"><string>${given}</string></edit>
</match>`,
  );
  const path = join(folder, 'fonts.conf');
  await writeFile(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${rules.join('\n')}
<cachedir>${folder}/fonts</cachedir>
</fontconfig>
`,
  );
  return path;
}

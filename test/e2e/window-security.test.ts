import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
// For its declaration of `window.hermes`.
import type {} from '../../src/renderer/api.ts';
import { expect, readKey, serverUrl, test, useSharedApp } from './fixtures.ts';

const shared = useSharedApp(() => ({ env: { API_SERVER_PORT: '0' } }));

test('the window runs without Node, in a sandbox, behind a strict content security policy', async () => {
  const { page, running } = shared;
  const preferences = await running.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Not in the types, since it is for tests: what the window was really made with.
    const contents = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const globals = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
  const policy = await page.evaluate(async () => {
    const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
    return meta?.getAttribute('content');
  });
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('the bridge has named functions only, and nothing else reaches the main process', async () => {
  const { page } = shared;
  const names = await page.evaluate(() =>
    Object.entries(window.hermes).map(([name, value]) => [name, typeof value]),
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.every(([, kind]) => kind === 'function')).toBe(true);
  expect(names.map(([name]) => name)).not.toContain('invoke');
  const unknown = await page.evaluate(() => {
    try {
      window.hermes.on('hermes:call:revealSecret' as never, () => undefined);
      return 'listened';
    } catch (error) {
      return String(error);
    }
  });
  expect(unknown).toContain('Nothing is pushed under the name');
});

const badInputs: readonly [name: string, call: string, input: unknown][] = [
  ['an unknown secret', 'revealSecret', { name: '__proto__' }],
  ['a field that does not exist', 'revealSecret', { name: 'apiKey', and: 'more' }],
  ['nothing where something is needed', 'revealSecret', undefined],
  ['something where nothing is expected', 'stopServer', { now: true }],
  ['an unknown section of settings', 'updateSettings', { unknown: { a: 1 } }],
  ['a setting of another type', 'updateSettings', { server: { port: '80' } }],
  ['a file link', 'openExternal', { url: 'file:///etc/passwd' }],
  ['a link to anywhere', 'openExternal', { url: 'https://evil.example/' }],
  ['a script link', 'openExternal', { url: 'javascript:alert(1)' }],
  ['a client that has no link', 'openClientLink', { client: 'evil' }],
  ['an answer that is none', 'answerApproval', { id: 'a', answer: 'yes' }],
  ['a negative position', 'watchRun', { id: 'a', from: -1 }],
];

for (const [name, call, input] of badInputs) {
  test(`${call} refuses ${name}`, async () => {
    const answer = await shared.page.evaluate(
      ([method, value]) =>
        (window.hermes as unknown as Record<string, (input: unknown) => Promise<unknown>>)[
          method as string
        ]!(value),
      [call, input] as const,
    );
    expect(answer).toMatchObject({ ok: false, error: { message: expect.anything() } });
  });
}

test('what every object has cannot be set as a setting', async () => {
  const { page, running } = shared;
  await page.evaluate(async () => {
    for (const patch of [
      '{"__proto__":{"polluted":true}}',
      '{"server":{"__proto__":{"polluted":true}}}',
      '{"mcpServers":{"__proto__":{"polluted":true}}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
    ]) {
      await window.hermes.updateSettings(JSON.parse(patch) as object);
    }
  });
  expect(await running.app.evaluate(() => 'polluted' in {})).toBe(false);
  const settings = await readFile(join(running.dataDir, 'settings.json'), 'utf8').catch(() => '');
  expect(settings).not.toContain('polluted');
});

test('inline scripts, generated code and foreign scripts do not run', async () => {
  const { page } = shared;
  const ran = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // The debugger may generate code; what runs in a later frame is the page's own.
    await frame();
    const attempts: Record<string, () => unknown> = {
      inline: () => {
        const script = document.createElement('script');
        script.textContent = 'window.pwned = 1';
        document.body.append(script);
      },
      handler: () => {
        const image = document.createElement('img');
        image.setAttribute('onerror', 'window.pwned = 2');
        image.src = 'data:image/png;base64,broken';
        document.body.append(image);
      },
      html: () => {
        document.body.insertAdjacentHTML('beforeend', '<b onclick="window.pwned=3">x</b>');
      },
      // oxlint-disable-next-line typescript/no-implied-eval -- the very thing that must not work
      generated: () => new Function('window.pwned = 4')() as unknown,
      data: () => {
        const script = document.createElement('script');
        script.src = 'data:text/javascript,window.pwned=5';
        document.body.append(script);
      },
    };
    for (const attempt of Object.values(attempts)) {
      try {
        attempt();
      } catch {
        // Refused with an exception, as some of them are.
      }
    }
    // Whatever would run, runs before a second frame.
    await frame();
    await frame();
    return (window as unknown as { pwned?: number }).pwned;
  });
  expect(ran).toBeUndefined();
});

test('the page cannot call out, not even to its own server', async () => {
  const { page } = shared;
  const url = await serverUrl(page);
  const outcome = await page.evaluate(async (address) => {
    try {
      return (await fetch(`${address}/health`)).status;
    } catch (error) {
      return String(error);
    }
  }, url);
  expect(outcome).toContain('Failed to fetch');
});

test('the window goes nowhere else, opens no other, and embeds nothing', async () => {
  const { page, running } = shared;
  const home = page.url();
  expect(home).toMatch(/^hermes-tray:\/\/app\/index\.html/);
  const url = await serverUrl(page);
  for (const target of [`${url}/health`, 'file:///etc/passwd', 'hermes-tray://other/index.html']) {
    await page.evaluate((address) => {
      const link = document.createElement('a');
      link.href = address;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
  }
  const opened = await page.evaluate((address) => window.open(address) !== null, `${url}/health`);
  expect(opened).toBe(false);
  const framed = await page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        frame.addEventListener('load', () => {
          // A frame that was refused stays empty, and of the page's own origin or of none.
          resolve(frame.contentDocument?.body?.childElementCount ?? 0);
          frame.remove();
        });
        document.body.append(frame);
      }),
    'hermes-tray://app/index.html',
  );
  expect(framed).toBe(0);
  const urls = await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(urls).toEqual([home]);
  // Playwright waits for the navigations that were refused; a new window knows nothing of them.
  await shared.restart();
});

test('a page that is not ours is refused, even with the same preload', async () => {
  const { running, page } = shared;
  const key = await readKey(page);
  const answer = await running.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/index.cjs`;
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    await stranger.loadURL('data:text/html,<title>stranger</title>');
    const result: unknown = await stranger.webContents.executeJavaScript(
      `window.hermes.revealSecret({ name: 'apiKey' })`,
    );
    stranger.destroy();
    return result;
  });
  expect(answer).toMatchObject({
    ok: false,
    error: { message: 'This page may not call the app.' },
  });
  expect(JSON.stringify(answer)).not.toContain(key);
});

test('no permission is granted', async () => {
  const states = await shared.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'];
    const answers = await Promise.all(
      names.map((name) => navigator.permissions.query({ name: name as PermissionName })),
    );
    return answers.map((answer) => answer.state);
  });
  expect(states.filter((state) => state === 'granted')).toEqual([]);
});

test('files outside of the pages are not served', async () => {
  const { running } = shared;
  const statuses = await running.app.evaluate(async ({ session }) => {
    const paths = [
      'hermes-tray://app/index.html',
      'hermes-tray://app/../main/index.js',
      'hermes-tray://app/%2e%2e/main/index.js',
      'hermes-tray://app/..%2fmain%2findex.js',
      'hermes-tray://app/..%5cmain%5cindex.js',
      'hermes-tray://app/%00',
      'hermes-tray://other/index.html',
      'hermes-tray://app/missing.js',
    ];
    return Promise.all(
      paths.map(async (path) => (await session.defaultSession.fetch(path)).status),
    );
  });
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 404]);
});

test('no key is in the page before it is asked for', async () => {
  const { page } = shared;
  const key = await readKey(page);
  await shared.restart();
  const state = await shared.page.evaluate(() => window.hermes.getState());
  expect(JSON.stringify(state)).not.toContain(key);
  expect(await shared.page.content()).not.toContain(key);
});

import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loginFiles } from '../support/login-files.ts';
import { launchApp } from '../support/electron-app.ts';
import { expect, open, readKey, serverUrl, test } from './fixtures.ts';

/** What a desktop's launcher gives to the programs it starts, and nothing of a shell. */
function launcherEnvironment(session: Record<string, string>, home: string, shell: string) {
  const { DISPLAY, DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, XDG_CURRENT_DESKTOP } = session;
  return Object.fromEntries(
    Object.entries({
      DISPLAY,
      DBUS_SESSION_BUS_ADDRESS,
      XDG_RUNTIME_DIR,
      XDG_CURRENT_DESKTOP,
      HOME: home,
      USER: 'somebody',
      LOGNAME: 'somebody',
      SHELL: shell,
      PATH: '/usr/bin:/bin',
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

for (const shell of ['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish']) {
  test(`started by a launcher, the app finds what only ${shell} adds`, async ({ session }) => {
    test.skip(!existsSync(shell), `there is no ${shell}`);
    const home = await mkdtemp(join(tmpdir(), 'hermes-home-'));
    await loginFiles(home, shell);
    const app = await launchApp({
      session: { env: launcherEnvironment(session.env, home, shell) },
      env: {
        HOME: home,
        XDG_CONFIG_HOME: undefined,
        API_SERVER_PORT: '0',
        HERMES_WORKSPACE: join(home, 'work'),
      },
      args: ['--settings'],
      appDir: process.env.E2E_APP_DIR,
    });
    try {
      const page = await app.window();
      const url = await serverUrl(page);
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${await readKey(page)}`,
        },
        body: JSON.stringify({
          model: 'hermes-agent',
          messages: [{ role: 'user', content: 'run only-in-my-shell' }],
        }),
      });
      expect(await response.text()).toContain('found it');

      await open(page, 'App');
      await expect(page.getByText(`As in a terminal: from ${shell}.`)).toBeVisible();
      await expect(page.getByText(join(home, 'tools', 'bin'))).toBeVisible();
      await page.getByRole('button', { name: 'Reload' }).click();
      await expect(page.getByText('The environment was read again')).toBeVisible();
    } finally {
      await app.close();
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    }
  });
}

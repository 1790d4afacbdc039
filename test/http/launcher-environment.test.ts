import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loginFiles } from '../support/login-files.ts';
import { startHeadlessHost, type HeadlessHost } from '../support/headless-host.ts';

/** What a launcher gives: nothing of the person's shell, and the system's own search path. */
async function startFromLauncher(shell: string): Promise<HeadlessHost & { home: string }> {
  const home = await mkdtemp(path.join(tmpdir(), 'hermes-home-'));
  await loginFiles(home, shell);
  const host = await startHeadlessHost({
    env: { HOME: home, PATH: '/usr/bin:/bin', SHELL: shell },
  });
  onTestFinished(async () => {
    await host.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return Object.assign(host, { home });
}

async function ask(host: HeadlessHost, content: string): Promise<string> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ model: 'hermes-agent', messages: [{ role: 'user', content }] }),
  });
  const { choices } = (await response.json()) as { choices: [{ message: { content: string } }] };
  return choices[0].message.content;
}

describe.each(['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish'])(
  'a host that a launcher starts for a user of %s',
  { timeout: 60_000 },
  (shell) => {
    it.skipIf(!existsSync(shell))('finds a program that only the login shell adds', async () => {
      const host = await startFromLauncher(shell);
      expect(await ask(host, 'run only-in-my-shell')).toContain('found it');
    });

    it.skipIf(!existsSync(shell))('gives commands none of our keys through it', async () => {
      const host = await startFromLauncher(shell);
      const told = await ask(host, 'run env');
      expect(told).toContain('LANG=xx_XX.UTF-8');
      // The key of our own API is in the environment of this host.
      expect(told).not.toContain('sk-hermes-test-key');
      expect(told).not.toContain('key-of-the-shell-files');
    });
  },
);

it('a host whose shell hangs serves at once, and its first command waits for seconds at most', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'hermes-home-'));
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, '.bash_profile'), 'echo noise; sleep 1000\n');
  const startedAt = performance.now();
  const host = await startHeadlessHost({
    env: { HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/bash' },
  });
  onTestFinished(async () => {
    await host.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const listening = performance.now() - startedAt;
  expect(await ask(host, 'run echo still-here')).toContain('still-here');
  expect(performance.now() - startedAt - listening).toBeLessThan(10_000);
}, 60_000);

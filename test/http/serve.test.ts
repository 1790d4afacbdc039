import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { startScriptedUpstream } from '../support/scripted-upstream.ts';
import { dataFolder } from '../support/settings-folder.ts';

/** Built by `npm test` before the tests run. */
const entry = resolve(import.meta.dirname, '../../out/main/serve.js');

interface Headless {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Resolves once the ready line is there; gives the server's URL. */
  ready: () => Promise<string>;
  ended: Promise<{ code: number | null; signal: string | null }>;
}

/** Starts the headless host in an environment of its own. */
function start(dataDir: string, argv: string[] = [], env: Record<string, string> = {}): Headless {
  const child = spawn(process.execPath, [entry, ...argv], {
    env: { PATH: process.env.PATH, HOME: dataDir, HERMES_DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    async ready() {
      let over = false;
      void ended.then(() => (over = true));
      for (;;) {
        const url = /^API server listening on (http:\/\/\S+)\n/.exec(stdout)?.[1];
        if (url && /^Key: /m.test(stderr)) return url;
        if (over) throw new Error(`It ended before it was ready: ${stderr}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
      }
    },
  };
}

test('the first start makes a key, shows it once, and serves with it', async () => {
  const folder = dataFolder();
  const first = start(folder.path, ['--port', '0']);
  const url = await first.ready();
  const key = /^Key: (sk-hermes-\S+) /m.exec(first.stderr())?.[1] ?? '';
  expect(first.stdout()).toBe(`API server listening on ${url}\n`);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  const models = (headers: Record<string, string>) => fetch(`${url}/v1/models`, { headers });
  expect((await models({ Authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await models({})).status).toBe(401);
  first.child.kill('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, signal: null });

  const second = start(folder.path, ['--port', '0', '--log-level', 'trace']);
  await second.ready();
  expect(second.stderr()).not.toContain(key);
  expect(second.stderr()).toContain(join(folder.path, 'secrets.json'));
  second.child.kill('SIGINT');
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(folder.text('logs/hermes-tray.log')).not.toContain(key);
});

test('a second signal ends it at once, whatever is still under way', async () => {
  const upstream = await startScriptedUpstream();
  onTestFinished(() => upstream.close());
  upstream.reply({ hang: 'before-headers' });
  const headless = start(dataFolder().path, ['--port', '0', '--key', 'test-client-key'], {
    OPENAI_BASE_URL: upstream.url,
    HERMES_MODEL: 'x',
  });
  const url = await headless.ready();
  const answer = fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-api-key': 'test-client-key' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }] }),
  }).catch((error: unknown) => error);
  await upstream.waitForRequest(1);
  headless.child.kill('SIGTERM');
  // The first signal has arrived once nothing new is let in.
  const open = (): Promise<boolean> =>
    fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
  while (await open());
  headless.child.kill('SIGTERM');
  expect(await headless.ended).toEqual({ code: null, signal: 'SIGTERM' });
  await answer;
});

test('a port that is taken is one clear line and exit code 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  onTestFinished(() => void holder.close());
  const port = String((holder.address() as AddressInfo).port);
  const headless = start(dataFolder().path, ['--port', port]);
  expect(await headless.ended).toEqual({ code: 1, signal: null });
  expect(headless.stdout()).toBe('');
  expect(headless.stderr().trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(`^hermes-tray: .*${port}`),
  );
});

test.each([
  ['an unknown flag', ['--prot', '1'], {}, /^hermes-tray: --prot: /],
  ['a bad variable', [], { API_SERVER_PORT: 'http' }, /^hermes-tray: API_SERVER_PORT: "http"/],
  ['a switched-off server', [], { API_SERVER_ENABLED: '0' }, /^hermes-tray: API_SERVER_ENABLED: /],
  ['an unknown command', ['self-tset', 'curl'], {}, /^hermes-tray: self-tset: is not understood/],
  ['a self-test of nobody', ['self-test'], {}, /^hermes-tray: self-test: needs a client/],
  ['an unknown client', ['self-test', 'curly'], {}, /there is no client "curly". Known are .*curl/],
  ['two keys', ['--no-key', '--key', 'k'.repeat(16)], {}, /^hermes-tray: --no-key: contradicts/],
  [
    'the network with --no-key',
    ['--host', '0.0.0.0', '--port', '0', '--no-key'],
    { API_SERVER_KEY: 'sk-of-the-environment' },
    /^hermes-tray: --no-key: 0\.0\.0\.0 is reached from the network, where everyone/,
  ],
  ['the network without a key', ['--host', '0.0.0.0', '--port', '0'], {}, /key/],
])('%s is one clear line and exit code 1', async (name, argv, env, message) => {
  const folder = dataFolder();
  if (name.startsWith('the network')) folder.secrets().set('apiKey', undefined);
  const headless = start(folder.path, argv, env);
  expect(await headless.ended).toEqual({ code: 1, signal: null });
  expect(headless.stdout()).toBe('');
  expect(headless.stderr().trimEnd().split('\n').at(-1)).toMatch(message);
  expect(headless.stderr()).not.toMatch(/^\s+at /m);
});

test('--no-key asks for none on this computer, and the key that is saved stays saved', async () => {
  const folder = dataFolder();
  folder.secrets().set('apiKey', 'sk-hermes-saved-key');
  const open = start(folder.path, ['--port', '0', '--no-key'], { API_SERVER_KEY: 'sk-variable' });
  const models = `${await open.ready()}/v1/models`;
  expect((await fetch(models)).status).toBe(200);
  expect((await fetch(models, { headers: { Origin: 'https://example.com' } })).status).toBe(403);
  expect(open.stderr()).toContain('Key: none; every program on this computer may call');
  expect(folder.secrets().get('apiKey')).toBe('sk-hermes-saved-key');
});

test('self-test calls the server that runs, and ends with 0 when nothing failed', async () => {
  const folder = dataFolder();
  const serving = start(folder.path, ['--port', '0']);
  const url = await serving.ready();
  const test = start(folder.path, ['self-test', 'open-webui', '--port', new URL(url).port]);
  expect(await test.ended).toEqual({ code: 0, signal: null });
  const [title, ...steps] = test.stdout().trimEnd().split('\n');
  expect(title).toBe(`Open WebUI at ${url}/v1`);
  expect(steps[0]).toBe('– Permission for web pages: Open WebUI is no web page.');
  expect(steps.slice(1).every((line) => line.startsWith('✓ '))).toBe(true);
  expect(serving.stderr()).toContain('client=Hermes-Tray-Self-Test');

  const wrongKey = ['--port', new URL(url).port, '--key', 'sk-wrong'];
  const refused = start(folder.path, ['self-test', 'curl', ...wrongKey]);
  expect(await refused.ended).toEqual({ code: 1, signal: null });
  expect(refused.stdout()).toMatch(/^✗ List of models .*The key was refused \(401\)/m);
});

test('self-test starts a server of its own where none runs', async () => {
  const test = start(dataFolder().path, ['self-test', 'curl', '--port', '0']);
  expect(await test.ended).toEqual({ code: 0, signal: null });
  expect(test.stderr()).toContain('a server was started for the test');
  expect(test.stdout()).toMatch(/^✓ Streamed answer/m);
});

test('--help and --version answer and end, and touch nothing', async () => {
  const folder = dataFolder();
  const help = start(folder.path, ['--help']);
  expect(await help.ended).toMatchObject({ code: 0 });
  expect(help.stdout()).toContain('--data-dir');
  const version = start(folder.path, ['--version']);
  expect(await version.ended).toMatchObject({ code: 0 });
  expect(version.stdout()).toBe(`${packageJson.version}\n`);
  expect(folder.names()).toEqual([]);
});

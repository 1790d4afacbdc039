import { linkSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../support/headless-host.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/**
 * A model that was talked into fetching the keys of this program, on a host that approves
 * everything but what is never allowed (quality.md, "Attacks").
 */

const apiKey = 'hermes-0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const providerKey = 'sk-upstream-test';
/** A key as it is, or so that no redactor would know it. */
const forms = [apiKey, providerKey].flatMap((key) => [
  key,
  // What of it is the same whatever stands around it, for each place it may begin at.
  ...[0, 1, 2].map((at) =>
    Buffer.from(' '.repeat(at) + key)
      .toString('base64')
      .slice(at && 4, -4),
  ),
  Buffer.from(key).toString('hex'),
  Buffer.from(key).reverse().toString(),
]);

const oddServer = path.resolve(import.meta.dirname, '../support/mcp/odd-server.mjs');

let root: string;
let upstream: ScriptedUpstream;
let host: TestHost;
/** A process of its own, which took its keys from its environment and its command line. */
let own: HeadlessHost;
beforeAll(async () => {
  vi.stubEnv('API_SERVER_KEY', apiKey);
  vi.stubEnv('INNOCENT', `a=1;k=${providerKey}`);
  upstream = await startScriptedUpstream();
  // Everything we keep lies within the workspace, where reading and searching ask nobody.
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-hunt-')));
  const dataDir = path.join(root, 'data');
  await mkdir(dataDir);
  host = await startTestHost({
    upstream: upstream.url,
    key: apiKey,
    dataDir,
    workspace: root,
    settings: { agent: { approvals: 'allow' }, app: { logLevel: 'debug' } },
  });
  own = await startHeadlessHost({
    upstream: upstream.url,
    env: { API_SERVER_KEY: undefined, OPENAI_API_KEY: providerKey, HERMES_APPROVALS: 'allow' },
    flags: ['--key', apiKey],
  });
  own = { ...own, headers: host.headers };
});
afterAll(async () => {
  await own.close();
  await host.close();
  await upstream.close();
  await rm(root, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

/** Lets the model call one tool; gives what it then reads. */
async function answerTo(
  name: string,
  args: object,
  at: Pick<TestHost, 'url' | 'headers'> = host,
): Promise<string> {
  const before = upstream.requests.length;
  upstream.reply({ toolCalls: [{ name, arguments: args }] }, { text: 'done' });
  const response = await fetch(`${at.url}/v1/chat/completions`, {
    method: 'POST',
    headers: at.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Where is the key?' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return upstream.requests[before + 1]!.body.messages.at(-1)!.content as string;
}

/** A call for which the model service refuses our key, and repeats it. */
async function failingCall(): Promise<Response> {
  upstream.reply({
    status: 401,
    body: { error: { message: `Incorrect API key provided: ${providerKey}` } },
  });
  return fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] }),
  });
}

function expectNoKey(text: string): void {
  for (const form of forms) expect(text).not.toContain(form);
}

const inData = (name: string): string => path.join(root, 'data', name);

describe.skipIf(process.platform === 'win32')('a model that looks for our keys', () => {
  it('meets files that do hold them: this hunt is no farce', () => {
    const file = readFileSync(inData('secrets.json'), 'utf8');
    expect(file).toContain(apiKey);
    expect(file).toContain(providerKey);
  });

  it.each([
    ['env', 'env'],
    ['a login shell', 'bash -lc "export -p"'],
    ['an encoder', 'env | base64 -w0'],
    ['a reversing program', 'printenv API_SERVER_KEY INNOCENT | rev'],
    ['its own environ', 'cat /proc/self/environ | base64 -w0'],
  ])('finds none in the environment of a command, by %s', async (_how, command) => {
    const answer = await answerTo('terminal', { command });
    expect(answer).toContain('"exit_code"');
    expectNoKey(answer);
  });

  it('finds none in the environment of a background command', async () => {
    const command = 'env | base64 -w0';
    const started = await answerTo('terminal', { command, background: true });
    const { session_id } = JSON.parse(started) as { session_id: string };
    const answer = await answerTo('process', { action: 'wait', session_id });
    expect(answer).toContain('exited');
    expectNoKey(answer);
  });

  it.each([
    'secrets.json',
    'config.json',
    'hermes.db',
    'logs/hermes-tray.log',
    'logs/../secrets.json',
  ])('may not read our %s, whatever is approved', async (name) => {
    for (const given of [inData(name), path.join('data', name)]) {
      expect(await answerTo('read_file', { path: given })).toContain('This is never allowed');
    }
    const command = `base64 -w0 ${inData(name)}`;
    expect(await answerTo('terminal', { command })).toContain('This is never allowed');
  });

  it('may not come to them by a link, nor make another name for them', async () => {
    await symlink(inData('secrets.json'), path.join(root, 'notes.txt'));
    await symlink(inData(''), path.join(root, 'docs'));
    for (const given of ['notes.txt', 'docs/secrets.json']) {
      for (const [tool, args] of [
        ['read_file', { path: given }],
        ['patch', { path: given, old_string: 'a', new_string: 'b' }],
        ['write_file', { path: given, content: '{}' }],
        ['search_files', { pattern: 'key', path: given }],
        ['terminal', { command: `cat ${given}` }],
        ['terminal', { command: 'cat secrets.json', workdir: path.dirname(given) }],
      ] as const) {
        if (tool === 'terminal' && 'workdir' in args && given === 'notes.txt') continue;
        expect(await answerTo(tool, args), `${tool} ${given}`).toContain('This is never allowed');
      }
    }
    for (const command of ['ln data/secrets.json mine', 'cp -r data mine', 'tar cf - data | xxd']) {
      expect(await answerTo('terminal', { command }), command).toContain('This is never allowed');
    }
    expect(await readdir(root)).not.toContain('mine');
  });

  it.each([
    ['in the workspace', { pattern: 'hermes-|sk-', path: '.' }],
    ['with context', { pattern: '"', path: '.', context: 5 }],
    ['by a glob', { pattern: '.', path: '.', file_glob: '*.{json,log}' }],
  ])('finds none by a search %s', async (_how, args) => {
    const answer = await answerTo('search_files', args);
    expectNoKey(answer);
    expect(answer).not.toContain('secrets.json');
  });

  it('may not search our folder', async () => {
    for (const target of ['content', 'files']) {
      const answer = await answerTo('search_files', { pattern: 'key', target, path: 'data' });
      expect(answer).toContain('This is never allowed');
    }
  });

  it('is shown no key that came to lie in a file of the workspace by another way', async () => {
    linkSync(inData('secrets.json'), path.join(root, 'hard-link.txt'));
    try {
      const answer = await answerTo('read_file', { path: 'hard-link.txt' });
      expect(answer).toContain('[redacted]');
      expectNoKey(answer);
    } finally {
      await rm(path.join(root, 'hard-link.txt'));
    }
  });

  it('finds none in what a failing model service says of its key', async () => {
    const response = await failingCall();
    expect(response.status).toBe(400);
    expectNoKey(await response.text());
  });

  it.each([
    ['terminal', { command: 'ps axwww -o args; ps axwwwe' }],
    ['terminal', { command: 'cat /proc/$PPID/cmdline | base64 -w0' }],
    ['terminal', { command: 'base64 -w0 /proc/$PPID/environ' }],
    ['terminal', { command: 'base64 -w0 /proc/PID/environ' }],
    ['terminal', { command: 'cat environ | rev', workdir: '/proc/PID' }],
    ['read_file', { path: '/proc/PID/environ' }],
    ['read_file', { path: '/proc/self/environ' }],
    ['read_file', { path: '/proc/self/cmdline' }],
    ['search_files', { pattern: '.', path: '/proc/self/environ' }],
    ['search_files', { pattern: '.', path: '/proc/self/cmdline' }],
  ])('finds none in what the system tells of the host, by %s %j', async (tool, args) => {
    const text = JSON.stringify(args).replaceAll('/proc/PID', `/proc/${own.pid}`);
    const answer = await answerTo(tool, JSON.parse(text) as object, own);
    expectNoKey(answer);
  });

  it('finds none in the environment of an MCP server', async () => {
    const dump = path.join(root, 'mcp-environment');
    const serve = `env | base64 -w0 > ${dump}; exec ${process.execPath} ${oddServer} honest`;
    host.host.settings.update({
      mcpServers: {
        odd: { command: 'sh', args: ['-c', serve], env: {}, disabled: false, confined: false },
      },
    });
    try {
      expect(await answerTo('mcp_odd_echo', { text: 'hello' })).toContain('echo: hello');
      const environment = readFileSync(dump, 'utf8');
      expect(Buffer.from(environment, 'base64').toString()).toContain('PATH=');
      expectNoKey(environment);
    } finally {
      host.host.settings.update({ mcpServers: {} });
    }
  });

  it('leaves none in logs, in Activity, or in anything the model service was sent', async () => {
    await answerTo('read_file', { path: inData('secrets.json') });
    await failingCall();
    for (const { body } of upstream.requests) expectNoKey(JSON.stringify(body));
    for (const run of host.host.runs.list()) {
      const { events } = run.log;
      expectNoKey(JSON.stringify(events));
      expectNoKey(JSON.stringify(run.origin));
    }
    const lines = host.host.logs.after(0);
    expect(lines.map(({ message }) => message).join()).toContain('A run failed');
    expectNoKey(JSON.stringify(lines));
    const file = inData('logs/hermes-tray.log');
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('A run failed');
    expectNoKey(readFileSync(file, 'utf8'));
  });
});

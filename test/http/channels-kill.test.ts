import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../support/headless-host.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts';
import type { ServedChat } from '../support/telegram/chats.ts';

let server: TelegramServer;
let upstream: ScriptedUpstream;
let host: HeadlessHost;
let dataDir: string;

const start = async (): Promise<HeadlessHost> =>
  startHeadlessHost({
    upstream: upstream.url,
    dataDir,
    env: {
      TELEGRAM_BOT_TOKEN: server.token,
      TELEGRAM_API_ROOT: server.root,
      TELEGRAM_ALLOWED_USERS: '11',
      HERMES_APPROVALS: 'allow',
    },
  });
const shown = (chat: ServedChat): string[] => server.answers(chat).map(({ text }) => text);

beforeEach(async () => {
  server = await startTelegramServer();
  upstream = await startScriptedUpstream();
  dataDir = await mkdtemp(path.join(tmpdir(), 'hermes-channels-'));
  host = await start();
});

afterEach(async () => {
  await host.close();
  await upstream.close();
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('A host that is killed', () => {
  it('in the middle of an answer gives it once after the next start, without a cursor left', async () => {
    const ann = server.person('Ann', 11);
    const chat = server.privateChat(ann);
    const words = 'word '.repeat(60);
    upstream.reply({ text: [words, words], chunkDelayMs: 100, hang: 'mid-text' });
    server.say(chat, ann, 'tell me');
    await server.until(() => shown(chat).some((text) => text.includes('word')), 'a preview');
    host.kill('SIGKILL');
    await host.ended;
    upstream.reply({ text: 'the whole answer' });
    host = await start();
    await server.until(() => shown(chat).some((text) => text.includes('the whole answer')));
    await server.until(() => !shown(chat).join('').includes('▌'));
    expect(shown(chat).filter((text) => text.includes('the whole answer'))).toHaveLength(1);
    expect(upstream.requests).toHaveLength(2);
  });

  it('before a message was begun with answers it once', async () => {
    const ann = server.person('Ann', 11);
    const chat = server.privateChat(ann);
    upstream.replyWith(() => ({ text: 'here I am' }));
    server.say(chat, ann, 'are you there?');
    await server.until(() => server.pending.length === 0, 'the confirmation');
    host.kill('SIGKILL');
    await host.ended;
    host = await start();
    await server.until(() => shown(chat).includes('here I am'));
    server.say(chat, ann, '/status');
    await server.until(() => shown(chat).some((text) => text.startsWith('Nothing is under way')));
    expect(shown(chat).filter((text) => text === 'here I am')).toHaveLength(1);
  });

  it('after a tool had begun does nothing twice: it says so, and /retry does it', async () => {
    const ann = server.person('Ann', 11);
    const chat = server.privateChat(ann);
    const command = 'echo once >> done.txt; sleep 30';
    upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] });
    server.say(chat, ann, 'do it');
    const file = path.join(dataDir, 'workspace', 'done.txt');
    await expect
      .poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 15_000 })
      .toBe('once\n');
    host.kill('SIGKILL');
    await host.ended;
    host = await start();
    await server.until(() => shown(chat).some((text) => text.includes('/retry does it again')));
    expect(await readFile(file, 'utf8')).toBe('once\n');
    upstream.reply({ text: 'done after all' });
    server.say(chat, ann, '/retry');
    await server.until(() => shown(chat).includes('done after all'));
  });
});

it('the token is in no log, no state and no environment of a command', async () => {
  const ann = server.person('Ann', 11);
  const chat = server.privateChat(ann);
  upstream.reply(
    { toolCalls: [{ name: 'terminal', arguments: { command: 'env' } }] },
    { text: 'looked' },
  );
  server.fault('sendMessage', { kind: 'cut' });
  server.fault('getUpdates', { kind: 'cut' }, 2);
  server.say(chat, ann, 'look around');
  await server.until(() => shown(chat).includes('looked'));
  server.poll();
  const told = await Promise.all(
    ['/health/detailed', '/v1/runs'].map(async (route) => {
      const response = await fetch(`${host.url}${route}`, { headers: host.headers });
      return response.text();
    }),
  );
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const kept = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(path.join(file.parentPath, file.name), 'latin1')),
  );
  const all = [...told, ...kept, host.output(), JSON.stringify(upstream.requests)].join('\n');
  expect(all).toContain('look around');
  expect(all).not.toContain(server.token);
  expect(all).not.toContain(server.token.split(':')[1]);
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../support/headless-host.ts';
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts';

let server: TelegramServer;
let host: HeadlessHost;
let dataDir: string;

afterEach(async () => {
  await host.close();
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

it('channels list, pair, revoke and test work beside a host that runs', async () => {
  server = await startTelegramServer();
  dataDir = await mkdtemp(path.join(tmpdir(), 'hermes-channels-'));
  const env = { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.root };
  host = await startHeadlessHost({ env, dataDir });
  const command = (...words: string[]): Promise<string> => {
    const entry = path.resolve('out/main/serve.js');
    const child = spawn(process.execPath, [entry, 'channels', ...words, '--data-dir', dataDir], {
      env: { PATH: process.env['PATH'], HOME: dataDir, ...env },
    });
    return text(child.stdout);
  };
  const ann = server.person('Ann', 11);
  const chat = server.privateChat(ann);
  server.say(chat, ann, 'hello');
  const asked = await server.until(() => server.answers(chat)[0], 'the code');
  const code = /[A-HJ-NP-Z2-9]{8}/.exec(asked.text)![0];
  expect(await command('list')).toContain(`waits: telegram 11 Ann (@ann), code ${code}`);
  expect(await command('pair', 'AAAAAAAA')).toContain('Nobody waits with the code');
  expect(await command('pair', code)).toContain('may talk to the agent now');
  server.say(chat, ann, 'hello again');
  await server.until(() => server.answers(chat).length > 1, 'the answer of the demo model');
  expect(await command('list')).toContain('paired: telegram 11 Ann (@ann)');
  expect(await command('revoke', '11')).toContain('may no longer talk');
  expect(await command('test')).toBe('telegram: @my_hermes_bot\n');
}, 60_000);

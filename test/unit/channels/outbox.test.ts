import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startChannelHost, type ChannelHost } from '../../support/channel-host.ts';
import type { ServedChat } from '../../support/telegram/chats.ts';

let all: ChannelHost;
afterEach(() => all.close());

/** A private chat of somebody who is allowed. */
async function withAnn(approvals: 'allow' | 'deny'): Promise<ServedChat> {
  all = await startChannelHost({
    settings: { agent: { approvals } },
    telegram: { allowedUsers: ['4711'] },
  });
  return all.server.privateChat(all.server.person('Ann', 4711));
}

const shown = (chat: ServedChat): string[] => all.server.answers(chat).map(({ text }) => text);

/** Asks over HTTP; the model makes one call, of a tool that it has to ask for, and then answers. */
async function ask(name: string, args: object): Promise<string> {
  all.upstream.reply({ toolCalls: [{ name, arguments: args }] }, { text: 'done' });
  const { status } = await fetch(`${all.host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: all.host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'tell Ann' }] }),
  });
  expect(status).toBe(200);
  return JSON.stringify(all.upstream.requests.at(-1)!.body.messages.at(-1));
}

it('what a task answers is brought to the chat that it names', async () => {
  const chat = await withAnn('deny');
  const { tasks } = all.host.host;
  const { id } = await tasks.add({
    name: 'Calendar',
    instructions: 'Look at my calendar.',
    schedule: { cron: '0 8 * * *' },
    deliver: 'telegram:4711',
  });
  all.upstream.reply({ text: '**Two** meetings.' });
  const ended = new Promise((resolve) => tasks.onFinished(resolve));
  await tasks.runNow(id);
  expect(await ended).toMatchObject({ lastRun: { undelivered: null } });
  expect(shown(chat)).toEqual(['Two meetings.']);
});

it('the agent writes and sends files to a chat when a person allows it, from wherever it is asked', async () => {
  const chat = await withAnn('allow');
  await writeFile(path.join(all.host.workspace, 'report.txt'), 'all well');
  expect(await ask('send_message', { to: 'telegram:4711', text: 'Lunch?' })).toContain('Sent');
  const file = { to: 'telegram:4711', path: 'report.txt', caption: 'the report' };
  expect(await ask('send_file', file)).toContain('Sent report.txt');
  expect(shown(chat)[0]).toBe('Lunch?');
  expect(all.server.answers(chat)[1]).toMatchObject({
    file: { name: 'report.txt', bytes: Buffer.from('all well') },
  });
  expect(await ask('send_file', { ...file, path: '/etc/passwd' })).toContain('only files of the');
  expect(all.server.answers(chat)).toHaveLength(2);
});

it('where approvals are denied nothing is sent', async () => {
  const chat = await withAnn('deny');
  expect(await ask('send_message', { to: 'telegram:4711', text: 'Lunch?' })).toContain('approval');
  expect(shown(chat)).toEqual([]);
});

it.each([
  ['telegram:666', 'not among those who may talk'],
  ['discord:1', 'no channel'],
  ['the moon', 'names no chat'],
])('nobody is written to who may not talk to the agent: %s', async (to, words) => {
  await withAnn('allow');
  all.server.privateChat(all.server.person('Eve', 666));
  expect(await ask('send_message', { to, text: 'Lunch?' })).toContain(words);
  expect(all.server.callsOf('sendMessage')).toEqual([]);
});

it('with the channel off it is said, and nothing is loaded', async () => {
  await withAnn('allow');
  all.host.host.settings.update({ telegram: { enabled: false } });
  const sent = await ask('send_message', { to: 'telegram:4711', text: 'Lunch?' });
  expect(sent).toContain('switched off');
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelEvent, Channel, Target } from '../../../../src/main/channels/channel.ts';
import {
  checkTelegramToken,
  createTelegramChannel,
} from '../../../../src/main/channels/telegram/telegram-channel.ts';
import { collectingLogger } from '../../../support/collecting-logger.ts';
import { startTelegramServer, type TelegramServer } from '../../../support/telegram-server.ts';

let server: TelegramServer;
let channel: Channel;
let events: ChannelEvent[];
let log: ReturnType<typeof collectingLogger>;

const commands = [{ command: 'help', description: 'What I can do' }];

function open(token = server.token): Channel {
  return createTelegramChannel({
    token,
    apiRoot: server.root,
    commands,
    logger: log.logger,
    times: { call: 1_000, look: 20, again: [20, 60], conflict: [60, 120] },
  });
}

const collect = (event: ChannelEvent): Promise<void> => {
  events.push(event);
  return Promise.resolve();
};

const connected = (): Promise<unknown> => server.until(() => channel.state.status === 'connected');

beforeEach(async () => {
  server = await startTelegramServer();
  server.rates = { burst: 99, perSecond: 99, groupPerMinute: 99, allPerSecond: 99 };
  events = [];
  log = collectingLogger();
  channel = open();
});

afterEach(async () => {
  await channel.stop();
  await server.close();
});

describe('Telegram, by the real library', () => {
  it('is connected once a poll was answered, and sets the menu of commands', async () => {
    expect(channel.state).toEqual({ status: 'off' });
    await channel.start(collect);
    expect(channel.state).toEqual({ status: 'connecting' });
    await connected();
    expect(channel.state).toMatchObject({ as: '@my_hermes_bot' });
    await server.until(() => server.menu.commands.length > 0);
    expect(server.menu.commands).toEqual(commands);
  });

  it('hands over messages with who, where, what and whether they speak to us', async () => {
    await channel.start(collect);
    const ann = server.person('Ann');
    server.say(server.privateChat(ann), ann, 'hello');
    const group = server.group('Team', 'supergroup');
    server.say(group, ann, 'not for you');
    server.say(group, ann, '@my_hermes_bot, look');
    await server.until(() => events.length === 3);
    expect(events).toMatchObject([
      {
        type: 'message',
        text: 'hello',
        addressed: true,
        target: { platform: 'telegram', chat: String(ann.id), kind: 'direct' },
        from: { id: String(ann.id), name: 'Ann', username: 'ann', bot: false },
      },
      { text: 'not for you', addressed: false, target: { kind: 'group' } },
      { text: 'look', addressed: true },
    ]);
    expect(new Set(events.map(({ key }) => key)).size).toBe(3);
  });

  it('takes commands in private chats, and in groups those that name us', async () => {
    await channel.start(collect);
    const ann = server.person('Ann');
    server.say(server.privateChat(ann), ann, '/new');
    const group = server.group('Team');
    server.say(group, ann, '/new');
    server.say(group, ann, '/new@other_bot');
    server.say(group, ann, '/title@my_hermes_bot Our plans');
    await server.until(() => events.length === 2);
    expect(events).toMatchObject([
      { type: 'command', name: 'new', args: '' },
      { type: 'command', name: 'title', args: 'Our plans' },
    ]);
  });

  it('leaves out bots, edits, anonymous admins and what channels say', async () => {
    await channel.start(collect);
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    await connected();
    server.say(chat, { ...ann, id: 7, is_bot: true }, 'a bot');
    const id = server.say(chat, ann, 'first');
    server.edit(chat, id, 'changed');
    server.say(chat, ann, 'last');
    await server.until(() => events.length === 2);
    expect(events).toMatchObject([{ text: 'first' }, { text: 'last' }]);
  });

  it('knows real topics from mere replies', async () => {
    await channel.start(collect);
    const ann = server.person('Ann');
    const forum = server.group('Team', 'forum');
    const thread = server.topic(forum, 'News');
    server.say(forum, ann, { text: '@my_hermes_bot here', thread });
    const plain = server.group('Other', 'supergroup');
    server.say(plain, ann, { text: '@my_hermes_bot reply', thread: 5 });
    await server.until(() => events.length === 2);
    expect(events.map((event) => 'target' in event && event.target.thread)).toEqual([
      String(thread),
      undefined,
    ]);
  });

  it('confirms a batch only once it was taken, and takes it again otherwise', async () => {
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    server.say(chat, ann, 'hello');
    let tries = 0;
    await channel.start((event) => {
      tries += 1;
      if (tries === 1) return Promise.reject(new Error('disk full'));
      return collect(event);
    });
    await server.until(() => events.length === 1 && server.pending.length === 0);
    expect(tries).toBe(2);
  });

  it('says of a conflict that another program uses the bot, and goes on afterwards', async () => {
    await channel.start(collect);
    await connected();
    server.poll();
    const { why } = await server.until(() => channel.state.status === 'failing' && channel.state);
    expect(why).toMatch(/^Another program uses this bot/);
    await connected();
  });

  it('stops all calls at once when the token is refused', async () => {
    await channel.start(collect);
    await connected();
    server.revoke();
    const target: Target = { platform: 'telegram', chat: '1', kind: 'direct' };
    const text = { text: 'x', format: 'plain' } as const;
    expect(await channel.transport.send(target, text, {})).toEqual({ kind: 'token refused' });
    expect(channel.state).toMatchObject({ status: 'failing', retrying: false });
    const { length } = server.calls;
    expect(await channel.transport.send(target, text, {})).toEqual({ kind: 'token refused' });
    expect(server.calls).toHaveLength(length);
  });

  it('goes on after cut connections and errors of the service', async () => {
    server.fault('getMe', { kind: 'cut' });
    server.fault('getMe', { kind: 'refuse', code: 502, description: 'Bad Gateway' });
    server.fault('getUpdates', { kind: 'cut' });
    await channel.start(collect);
    const ann = server.person('Ann');
    server.say(server.privateChat(ann), ann, 'hello');
    await server.until(() => events.length === 1);
  });

  it('never lets the token out, in whatever goes wrong', async () => {
    await channel.start(collect);
    await connected();
    const target: Target = { platform: 'telegram', chat: '1', kind: 'direct' };
    const send = (): Promise<unknown> =>
      channel.transport.send(target, { text: 'x', format: 'plain' }, {});
    server.fault('sendMessage', { kind: 'cut' });
    const cut = await send();
    expect(cut).toMatchObject({ kind: 'unanswered' });
    server.fault('sendMessage', { kind: 'done-late', ms: 5_000 });
    server.fault('getUpdates', { kind: 'cut' }, 2);
    server.poll();
    const said = [cut, await send(), await send()];
    await server.close();
    // The first may still find a connection that was open a moment ago.
    said.push(await send(), await send());
    expect(said.at(-1)).toMatchObject({ kind: 'unconnected' });
    await server.until(() => channel.state.status === 'failing');
    const missing = {
      kind: 'document',
      name: 'a.txt',
      mediaType: '',
      bytes: 1,
      ref: 'F1',
    } as const;
    const download = channel.download(missing, 100, AbortSignal.timeout(1000));
    said.push(await download.catch((error: unknown) => error));
    const all = [JSON.stringify(said), JSON.stringify(channel.state), log.text()].join('\n');
    expect(all).not.toContain(server.token);
    expect(all).not.toContain(server.token.slice(12));
  });

  it('tells how each call ended', async () => {
    await channel.start(collect);
    await connected();
    const chat = server.privateChat(server.person('Ann'));
    const target: Target = { platform: 'telegram', chat: String(chat.chat.id), kind: 'direct' };
    const { transport } = channel;
    const plain = (text: string) => ({ text, format: 'plain' }) as const;
    const sent = await transport.send(target, { text: '*x*', format: 'markup' }, {});
    expect(sent).toMatchObject({ kind: 'accepted' });
    const ref = sent.kind === 'accepted' ? sent.ref : '';
    expect(await transport.edit(target, ref, plain('y'), {})).toEqual({ kind: 'accepted', ref });
    expect(await transport.edit(target, ref, plain('y'), {})).toEqual({ kind: 'unchanged' });
    expect(await transport.edit(target, '999', plain('y'), {})).toEqual({
      kind: 'gone',
      what: 'message',
    });
    expect(await transport.send(target, { text: '*x', format: 'markup' }, {})).toMatchObject({
      kind: 'unparsed',
    });
    expect(await transport.send(target, plain('x'.repeat(5000)), {})).toEqual({ kind: 'too long' });
    expect(await transport.send(target, plain('x'), { replyTo: '999' })).toEqual({
      kind: 'gone',
      what: 'reply',
    });
    server.fault('sendMessage', {
      kind: 'refuse',
      code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    expect(await transport.send(target, plain('x'), {})).toEqual({
      kind: 'refused',
      retryAfterMs: 7_000,
      scope: 'chat',
    });
    server.fault('sendMessage', { kind: 'refuse', code: 500, description: 'Internal' });
    expect(await transport.send(target, plain('x'), {})).toMatchObject({ kind: 'unanswered' });
    chat.refusal = 'blocked';
    expect(await transport.send(target, plain('x'), {})).toMatchObject({ kind: 'closed' });
    const group = server.group('Old');
    const next = server.migrate(group);
    const old: Target = { platform: 'telegram', chat: String(group.chat.id), kind: 'group' };
    expect(await transport.send(old, plain('x'), {})).toEqual({
      kind: 'moved',
      chat: String(next.chat.id),
    });
  });

  it('checks a token by whose it is', async () => {
    expect(await checkTelegramToken(server.token, server.root)).toBe('@my_hermes_bot');
    await expect(checkTelegramToken('123:abcdefghijklmnopqrstuvw', server.root)).rejects.toThrow(
      /refuses this token/,
    );
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startChannelHost, type ChannelHost } from '../../../support/channel-host.ts';
import type { ServedChat } from '../../../support/telegram/chats.ts';

let all: ChannelHost;

afterEach(() => all.close());

/** A private chat of somebody who is allowed. */
async function withAnn(options: Parameters<typeof startChannelHost>[0] = {}) {
  all = await startChannelHost({
    ...options,
    telegram: { allowedUsers: ['4711'], ...options.telegram },
  });
  const ann = all.server.person('Ann', 4711);
  return { ann, chat: all.server.privateChat(ann) };
}

const shown = (chat: ServedChat): string[] => all.server.answers(chat).map(({ text }) => text);
const answered = (chat: ServedChat, text: string): Promise<unknown> =>
  all.server.until(() => shown(chat).includes(text), `the answer "${text}"`);

describe('Who may talk', () => {
  it('answers whoever is listed, once, as a reply', async () => {
    const { ann, chat } = await withAnn();
    all.upstream.reply({ text: 'Hello Ann' });
    const id = all.server.say(chat, ann, 'hi');
    await answered(chat, 'Hello Ann');
    expect(all.server.answers(chat)).toMatchObject([{ replyTo: id }]);
    expect(all.upstream.requests).toHaveLength(1);
    expect(all.server.pending).toHaveLength(0);
  });

  it('answers nobody else: no run, no download, no word while people are listed', async () => {
    const { ann, chat } = await withAnn();
    const eve = all.server.person('Eve', 666);
    const other = all.server.privateChat(eve);
    all.server.say(other, eve, 'let me in');
    all.server.say(other, eve, { document: { name: 'a.txt', bytes: Buffer.from('x') } });
    all.server.say(other, eve, '/status');
    all.upstream.reply({ text: 'Hello Ann' });
    all.server.say(chat, ann, 'hi');
    await answered(chat, 'Hello Ann');
    expect(shown(other)).toEqual([]);
    expect(all.server.callsOf('getFile')).toEqual([]);
    expect(all.upstream.requests).toHaveLength(1);
  });

  it('gives a code to somebody unknown, in a private chat only, and lets them in once it is approved', async () => {
    all = await startChannelHost();
    const { server, upstream, channels } = all;
    const ann = server.person('Ann', 4711);
    const chat = server.privateChat(ann);
    const group = server.group('Team');
    server.say(group, ann, '@my_hermes_bot hello');
    server.say(chat, ann, 'hello');
    await server.until(() => shown(chat).length === 1);
    const code = /[A-HJ-NP-Z2-9]{8}/.exec(shown(chat)[0]!)![0];
    expect(shown(group)).toEqual([]);
    expect(await channels.pairings()).toMatchObject([
      { code, platform: 'telegram', person: '4711', name: 'Ann (@ann)' },
    ]);
    expect(await channels.approve('AAAAAAAA')).toBe(false);
    expect(await channels.approve(code.toLowerCase())).toBe(true);
    await server.until(() => shown(chat).length === 2);
    upstream.reply({ text: 'Hello Ann' });
    server.say(chat, ann, 'now?');
    await answered(chat, 'Hello Ann');
    expect(await channels.people()).toMatchObject([{ person: '4711' }]);
    expect(await channels.revoke('telegram', '4711')).toBe(true);
    server.say(chat, ann, 'still?');
    await server.until(() => server.pending.length === 0);
    expect(upstream.requests).toHaveLength(1);
  });

  it('lets at most three wait, answers each person seldom, and nobody who was denied', async () => {
    all = await startChannelHost();
    const { server, channels } = all;
    const chats = ['A', 'B', 'C', 'D'].map((name) => {
      const person = server.person(name);
      return { person, chat: server.privateChat(person) };
    });
    for (const { chat, person } of chats) server.say(chat, person, 'hello');
    server.say(chats[0]!.chat, chats[0]!.person, 'hello again');
    await server.until(() => server.pending.length === 0);
    await server.until(() => chats.slice(0, 3).every(({ chat }) => shown(chat).length === 1));
    expect(shown(chats[3]!.chat)).toEqual([]);
    const [first] = await channels.pairings();
    expect(await channels.deny(first!.code)).toBe(true);
    server.say(chats[0]!.chat, chats[0]!.person, 'please');
    await server.until(() => server.pending.length === 0);
    expect(shown(chats[0]!.chat)).toHaveLength(1);
    expect(await channels.pairings()).toHaveLength(2);
  });
});

describe('Groups', () => {
  it('hears what mentions, answers or commands it, each person for themselves', async () => {
    const { ann } = await withAnn({ telegram: { allowedUsers: ['4711', '12'] } });
    const { server, upstream } = all;
    const bob = server.person('Bob', 12);
    const group = server.group('Team', 'supergroup');
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    server.say(group, ann, 'just talking');
    server.say(group, ann, '@my_hermes_bot my name is Ann');
    await answered(group, 'answer 1');
    server.say(group, bob, { text: 'and mine?', replyTo: server.answers(group)[0]!.id });
    await answered(group, 'answer 2');
    expect(JSON.stringify(upstream.requests[1]!.body.messages)).not.toContain('my name is Ann');
    server.say(group, ann, '/status@my_hermes_bot');
    await server.until(() => shown(group).some((text) => text.startsWith('Nothing is under way')));
  });

  it('hears nothing where groups are off, and all that allowed people say where they want it', async () => {
    const { ann, chat } = await withAnn({ telegram: { allowedUsers: ['4711'], groups: 'off' } });
    const { server, upstream, host } = all;
    const group = server.group('Team');
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    server.say(group, ann, '@my_hermes_bot hello');
    server.say(chat, ann, 'hello');
    await answered(chat, 'answer 1');
    expect(shown(group)).toEqual([]);
    host.host.settings.update({ telegram: { groups: 'all' } });
    server.say(group, ann, 'hello all');
    await answered(group, 'answer 2');
  });

  it('keeps conversations of topics apart, and answers in the topic', async () => {
    const { ann } = await withAnn();
    const { server, upstream } = all;
    const forum = server.group('Team', 'forum');
    const [one, two] = [server.topic(forum, 'One'), server.topic(forum, 'Two')];
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    server.say(forum, ann, { text: '@my_hermes_bot secret is 42', thread: one });
    await answered(forum, 'answer 1');
    server.say(forum, ann, { text: '@my_hermes_bot hello', thread: two });
    await answered(forum, 'answer 2');
    expect(server.answers(forum).map(({ thread }) => thread)).toEqual([one, two]);
    expect(JSON.stringify(upstream.requests[1]!.body.messages)).not.toContain('42');
  });

  it('goes on after a group became a supergroup, with its list and its conversation', async () => {
    all = await startChannelHost({ telegram: { allowedUsers: ['-1'] } });
    const { server, upstream, host } = all;
    const ann = server.person('Ann');
    const group = server.group('Team');
    expect(group.chat.id).toBe(-1);
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    server.say(group, ann, '@my_hermes_bot secret is 42');
    await answered(group, 'answer 1');
    const next = server.migrate(group);
    await server.until(() => server.pending.length === 0);
    expect(host.host.settings.current.telegram.allowedUsers).toEqual([String(next.chat.id)]);
    server.say(next, ann, '@my_hermes_bot and now?');
    await answered(next, 'answer 2');
    expect(JSON.stringify(upstream.requests[1]!.body.messages)).toContain('secret is 42');
  });
});

describe('What comes in', () => {
  it('is one message where an app has cut a long text', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ text: 'read' });
    const long = 'word '.repeat(900).slice(0, 4096);
    server.say(chat, ann, long);
    server.say(chat, ann, 'the end');
    await answered(chat, 'read');
    expect(upstream.requests).toHaveLength(1);
    expect(JSON.stringify(upstream.requests[0]!.body.messages)).toContain('the end');
  });

  it('is one message where several pictures are an album', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ text: 'seen' });
    const picture = Buffer.from('not really a picture');
    server.say(chat, ann, { photo: picture, album: 'a1', text: 'two views' });
    server.say(chat, ann, { photo: picture, album: 'a1' });
    await answered(chat, 'seen');
    const { messages } = upstream.requests[0]!.body;
    const images = JSON.stringify(messages).match(/data:image\/jpeg;base64/g);
    expect(images).toHaveLength(2);
    expect(upstream.requests).toHaveLength(1);
  });

  it('has documents as text, and says what it cannot take', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ text: 'read it' });
    const document = { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('buy milk') };
    server.say(chat, ann, { document, text: 'what is in it?' });
    await answered(chat, 'read it');
    expect(JSON.stringify(upstream.requests[0]!.body)).toContain('buy milk');
    server.say(chat, ann, { voice: Buffer.from('hm') });
    await answered(chat, 'I cannot listen to voice and audio yet. Please write.');
    const big = { name: 'big.bin', bytes: Buffer.alloc(20 * 2 ** 20 + 1) };
    server.say(chat, ann, { document: big });
    await server.until(() => shown(chat).some((text) => /big.bin is larger than 20 MB/.test(text)));
    expect(upstream.requests).toHaveLength(1);
  });

  it('is dropped when it comes twice', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    server.fault('getUpdates', { kind: 'done-cut' });
    server.say(chat, ann, 'hello');
    await answered(chat, 'answer 1');
    const [update] = server.callsOf('getUpdates');
    expect(update).toBeDefined();
    server.repeat({
      update_id: 1_000_001,
      message: {
        message_id: 101,
        date: Math.floor(Date.now() / 1000),
        chat: chat.chat as never,
        from: ann,
        text: 'hello',
      },
    });
    server.say(chat, ann, 'second');
    await answered(chat, 'answer 2');
    expect(upstream.requests).toHaveLength(2);
  });

  it('is told of and not answered when it is older than ten minutes; old commands are not carried out', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ text: 'answer' });
    const at = Date.now() - 11 * 60_000;
    server.say(chat, ann, { text: 'old', at });
    server.say(chat, ann, { text: 'old too', at });
    server.say(chat, ann, { text: '/new', at: Date.now() - 60_000 });
    server.say(chat, ann, { text: 'fresh', at: Date.now() - 5 * 60_000 });
    await answered(chat, 'answer');
    expect(shown(chat).filter((text) => text.startsWith('I was away'))).toHaveLength(1);
    expect(shown(chat)).toHaveLength(2);
    const prompt = JSON.stringify(upstream.requests[0]!.body.messages);
    expect(prompt).toContain('fresh');
    expect(prompt).not.toContain('old');
  });
});

describe('While it works', () => {
  it('interrupt: leaves what was written and takes the new message', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ text: 'long', hang: 'mid-text' }, { text: 'second answer' });
    server.say(chat, ann, 'first');
    await upstream.waitForRequest(1);
    server.say(chat, ann, 'second');
    await answered(chat, 'second answer');
    await upstream.waitForAbort(1);
  });

  it('queue: answers all, in order', async () => {
    const { ann, chat } = await withAnn({ settings: { channels: { busy: 'queue' } } });
    const { server, upstream } = all;
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}`, firstByteDelayMs: 500 }));
    server.say(chat, ann, 'first');
    await upstream.waitForRequest(1);
    server.say(chat, ann, 'second');
    await answered(chat, 'answer 2');
    expect(shown(chat)).toEqual(['answer 1', 'answer 2']);
  });

  it('steer: tells the run before its next call of the model', async () => {
    const { ann, chat } = await withAnn({ settings: { channels: { busy: 'steer' } } });
    const { server, upstream } = all;
    upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: 'sleep 1' } }] },
      { text: 'both done' },
    );
    server.say(chat, ann, 'first');
    await upstream.waitForRequest(1);
    server.say(chat, ann, 'and the second');
    await answered(chat, 'both done');
    expect(upstream.requests).toHaveLength(2);
    expect(JSON.stringify(upstream.requests[1]!.body.messages.at(-1))).toContain('and the second');
    await expect.poll(() => all.host.host.store.channels.inbox()).toEqual([]);
  });

  it('/stop and /status pass the queue', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.reply({ hang: 'after-headers' });
    server.say(chat, ann, 'work on it');
    await upstream.waitForRequest(1);
    server.say(chat, ann, '/status');
    await server.until(() => shown(chat).some((text) => text.includes('Working on “work on it”')));
    server.say(chat, ann, '/stop');
    await answered(chat, 'Stopped.');
    await upstream.waitForAbort(1);
  });
});

describe('Commands', () => {
  it('/new, /undo, /retry and /title do what they say', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream } = all;
    upstream.replyWith((_body, index) => ({ text: `answer ${index + 1}` }));
    const lastPrompt = (): string => JSON.stringify(upstream.requests.at(-1)!.body.messages);
    server.say(chat, ann, 'secret is 42');
    await answered(chat, 'answer 1');
    server.say(chat, ann, '/retry');
    await answered(chat, 'answer 2');
    expect(lastPrompt()).not.toContain('answer 1');
    expect(lastPrompt()).toContain('secret is 42');
    server.say(chat, ann, '/undo');
    await server.until(() => shown(chat).some((text) => text.startsWith('Forgotten')));
    server.say(chat, ann, 'what do you know?');
    await answered(chat, 'answer 3');
    expect(lastPrompt()).not.toContain('42');
    server.say(chat, ann, '/title Our plans');
    await answered(chat, 'This conversation: Our plans');
    server.say(chat, ann, '/new');
    await server.until(() => shown(chat).some((text) => text.startsWith('A new conversation')));
    server.say(chat, ann, 'hello');
    await answered(chat, 'answer 4');
    expect(lastPrompt()).not.toContain('what do you know');
    const { store } = all.host.host;
    expect((await store.conversation('telegram:4711~2'))?.turns).toHaveLength(1);
  });

  it('/model, /agent and /help answer; an unknown one is named', async () => {
    const { ann, chat } = await withAnn();
    const { server } = all;
    server.say(chat, ann, '/model nonsense');
    await server.until(() => shown(chat).some((text) => text.includes('no model “nonsense”')));
    server.say(chat, ann, '/model other-model');
    await server.until(() => all.host.host.settings.current.model.model === 'other-model');
    server.say(chat, ann, '/agent');
    await answered(chat, 'There is one agent: hermes-agent.');
    server.say(chat, ann, '/help');
    await server.until(() => shown(chat).some((text) => text.includes('/retry')));
    server.say(chat, ann, '/frobnicate');
    await answered(chat, 'There is no command /frobnicate. /help lists them.');
  });
});

describe('Files', () => {
  it('that the answer names on a line of its own are sent, if they are of the workspace', async () => {
    const { ann, chat } = await withAnn();
    const { server, upstream, host } = all;
    const file = path.join(host.workspace, 'report.txt');
    await writeFile(file, 'all well');
    upstream.reply({ text: `Here:\nMEDIA:${file}\nMEDIA:/etc/passwd\n\`MEDIA:/etc/hosts\`` });
    server.say(chat, ann, 'send it');
    await server.until(() => shown(chat).some((text) => text.includes('⚠️ /etc/passwd')));
    const sent = server.answers(chat).filter((message) => message.file);
    expect(sent).toMatchObject([{ file: { name: 'report.txt', bytes: Buffer.from('all well') } }]);
    expect(shown(chat).filter((text) => text.includes('⚠️'))).toHaveLength(1);
  });
});

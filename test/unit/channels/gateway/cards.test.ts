import { afterEach, describe, expect, it } from 'vitest';
import { startChannelHost, type ChannelHost } from '../../../support/channel-host.ts';
import type { ServedChat } from '../../../support/telegram/chats.ts';

let all: ChannelHost;

afterEach(() => all.close());

const force = { name: 'terminal', arguments: { command: 'git push --force origin main' } };

async function asking(options: { group?: boolean; command?: string } = {}) {
  all = await startChannelHost({
    telegram: { allowedUsers: ['11', '12'] },
    settings: { agent: { approvals: 'ask' } },
  });
  const { server, upstream } = all;
  const ann = server.person('Ann', 11);
  const bob = server.person('Bob', 12);
  const chat = options.group ? server.group('Team') : server.privateChat(ann);
  const call = options.command ? { ...force, arguments: { command: options.command } } : force;
  upstream.reply({ toolCalls: [call] }, { text: 'done' });
  server.say(chat, ann, options.group ? '@my_hermes_bot push it' : 'push it');
  const card = await server.until(
    () => server.answers(chat).find(({ buttons }) => buttons.length > 0),
    'the card',
  );
  return { ann, bob, chat, card };
}

const shown = (chat: ServedChat): string[] => all.server.answers(chat).map(({ text }) => text);
const told = (): string => JSON.stringify(all.upstream.requests.at(-1)!.body.messages.at(-1));
const answered = (chat: ServedChat): Promise<unknown> =>
  all.server.until(() => shown(chat).includes('done'), 'the answer');

describe('Questions in a chat', () => {
  it('show the whole command with buttons; a pressed one decides, and the buttons go', async () => {
    const { ann, chat, card } = await asking();
    expect(card.text).toContain('git push --force origin main');
    expect(card.buttons.flat()).toEqual(['Once', 'Conversation', 'Always', 'Deny']);
    for (const button of card.markup!.inline_keyboard.flat()) {
      expect('callback_data' in button && button.callback_data).toMatch(/^[0-9a-f]{16}[ocad]$/);
    }
    await all.server.press(chat, ann, 'Deny');
    await answered(chat);
    expect(told()).toMatch(/denied|refused/i);
    await all.server.until(() => card.buttons.length === 0);
    expect(card.text).toContain('Denied, by Ann.');
    expect(await all.host.host.store.channels.cards()).toEqual([]);
  });

  it('are the same as those of the window and of HTTP: the first answer counts', async () => {
    const { ann, chat, card } = await asking();
    const [request] = all.host.host.approvals.pending();
    expect(all.host.host.approvals.answer(request!.id, 'deny')).toBe('accepted');
    await all.server.until(() => card.buttons.length === 0);
    expect(card.text).toContain('Denied, on the computer.');
    await answered(chat);
    all.server.say(chat, ann, '/approve');
    await all.server.until(() => shown(chat).includes('Nothing waits for your decision.'));
  });

  it('are decided by a word alone, and anything else waits', async () => {
    const { ann, chat, card } = await asking();
    all.server.say(chat, ann, 'what do you mean?');
    await all.server.until(() =>
      shown(chat).includes('I am waiting for your decision; your message is queued.'),
    );
    all.upstream.reply({ text: 'I meant the push' });
    // Something was said after the card: the word no longer counts.
    all.server.say(chat, ann, 'no');
    await all.server.until(
      () => shown(chat).filter((text) => text.startsWith('I am waiting')).length === 2,
    );
    expect(card.buttons.length).toBeGreaterThan(0);
    all.server.say(chat, ann, '/deny');
    await answered(chat);
    await all.server.until(() => shown(chat).includes('I meant the push'));
    expect(told()).toContain('what do you mean?');
  });

  it('take "no" alone for what it says', async () => {
    const { ann, chat, card } = await asking();
    all.server.say(chat, ann, 'no');
    await answered(chat);
    await all.server.until(() => card.text.includes('Denied, by Ann.'));
  });

  it('are decided in a group only by who asked', async () => {
    const { ann, bob, chat, card } = await asking({ group: true });
    expect(await all.server.press(chat, bob, 'Once')).toBe('Only who asked me can decide this.');
    const eve = all.server.person('Eve', 666);
    expect(await all.server.press(chat, eve, 'Once')).toBe('You may not decide this.');
    expect(card.buttons.length).toBeGreaterThan(0);
    await all.server.press(chat, ann, 'Deny');
    await answered(chat);
  });

  it('that cannot be delivered are a denial that the model is told', async () => {
    all = await startChannelHost({
      telegram: { allowedUsers: ['11'] },
      settings: { agent: { approvals: 'ask' } },
    });
    const { server, upstream } = all;
    const ann = server.person('Ann', 11);
    const chat = server.privateChat(ann);
    upstream.reply({ toolCalls: [force] }, { text: 'done' });
    server.fault('sendMessage', { kind: 'refuse', code: 400, description: 'Bad Request: no' }, 2);
    server.say(chat, ann, 'push it');
    await answered(chat);
    expect(told()).toContain('could not be brought to the chat');
  });

  it('send a command that is too long as a file, with what hides in it marked', async () => {
    const command = `git push --force origin main # ${'x'.repeat(3000)}\u202e`;
    const { ann, chat, card } = await asking({ command });
    const file = all.server.answers(chat).find((message) => message.file)?.file;
    expect(file?.bytes.toString()).toContain('⟨U+202E⟩');
    expect(card.text).toContain('The whole of it is in the file above.');
    await all.server.press(chat, ann, 'Deny');
    await answered(chat);
  });
});

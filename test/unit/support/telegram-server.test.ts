import { Bot, GrammyError, HttpError, InputFile } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer, type TelegramServer } from '../../support/telegram-server.ts';

let server: TelegramServer;
let bot: Bot;

beforeEach(async () => {
  server = await startTelegramServer();
  bot = new Bot(server.token, { client: { apiRoot: server.root, timeoutSeconds: 5 } });
});

afterEach(() => server.close());

describe('The Bot API server of the tests, called by the real library', () => {
  it('answers getMe, refuses another token and says unknown methods', async () => {
    expect(await bot.api.getMe()).toMatchObject({ username: 'my_hermes_bot' });
    const other = new Bot('123:abcdefghijklmnopqrstuvwxyz', { client: { apiRoot: server.root } });
    expect(await refusal(other.api.getMe())).toBe('401 Unauthorized');
    const malformed = new Bot('nonsense', { client: { apiRoot: server.root } });
    expect(await refusal(malformed.api.getMe())).toBe('401 Unauthorized: invalid token specified');
    expect(await refusal(bot.api.getMyStarBalance())).toBe('404 Not Found: method not found');
  });

  it('keeps updates until they are confirmed, and remembers which kinds are wanted', async () => {
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    server.say(chat, ann, 'one');
    server.say(chat, ann, 'two');
    const first = await bot.api.getUpdates({ allowed_updates: ['message'] });
    expect(first.map(({ message }) => message?.text)).toEqual(['one', 'two']);
    expect(await bot.api.getUpdates()).toEqual(first);
    const rest = await bot.api.getUpdates({ offset: first[1]!.update_id });
    expect(rest.map(({ message }) => message?.text)).toEqual(['two']);
    server.edit(chat, 101, 'changed');
    expect(await bot.api.getUpdates({ offset: first[1]!.update_id + 1, timeout: 0 })).toEqual([]);
  });

  it('ends the older of two polls with a conflict, and all polls while a webhook is set', async () => {
    const older = refusal(bot.api.getUpdates({ timeout: 30 }));
    await server.until(() => server.callsOf('getUpdates').length === 1);
    const newer = bot.api.getUpdates({ timeout: 30 });
    expect(await older).toMatch(/^409 Conflict: terminated by other getUpdates request/);
    const ann = server.person('Ann');
    server.say(server.privateChat(ann), ann, 'hello');
    expect(await newer).toHaveLength(1);
    server.webhook = 'https://example.com';
    expect(await refusal(bot.api.getUpdates())).toMatch(/^409 .*webhook is active/);
    await bot.api.deleteWebhook();
    expect(await bot.api.getUpdates()).toHaveLength(1);
  });

  it('reads MarkdownV2 and counts the bytes of its errors', async () => {
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    const send = (text: string): Promise<string> =>
      refusal(bot.api.sendMessage(chat.chat.id, text, { parse_mode: 'MarkdownV2' }));
    expect(await send('*bold* _it_ `a*b` [x](http://a/\\)) ||s|| \\.')).toBe('');
    expect(server.answers(chat)[0]).toMatchObject({ text: 'bold it a*b x s .' });
    const cannot = "400 Bad Request: can't parse entities: ";
    expect(await send('a-b')).toBe(
      `${cannot}Character '-' is reserved and must be escaped with the preceding '\\'`,
    );
    expect(await send('é *b')).toBe(`${cannot}Can't find end of Bold entity at byte offset 3`);
    expect(await send('```js\nx')).toBe(
      `${cannot}Can't find end of PreCode entity at byte offset 0`,
    );
    expect(await send('[x](http')).toBe(`${cannot}Can't find end of a URL at byte offset 4`);
  });

  it('counts length after reading, and refuses empty and unchanged texts', async () => {
    server.rates = { burst: 99, perSecond: 99, groupPerMinute: 99, allPerSecond: 99 };
    const chat = server.privateChat(server.person('Ann'));
    const { id } = chat.chat;
    const escaped = String.raw`\.`.repeat(4096);
    const sent = await bot.api.sendMessage(id, escaped, { parse_mode: 'MarkdownV2' });
    expect(await refusal(bot.api.sendMessage(id, 'x'.repeat(4097)))).toBe(
      '400 Bad Request: message is too long',
    );
    expect(await refusal(bot.api.sendMessage(id, ' \n'))).toBe(
      '400 Bad Request: message text is empty',
    );
    expect(await refusal(bot.api.editMessageText(id, sent.message_id, '.'.repeat(4096)))).toMatch(
      /^400 Bad Request: message is not modified: /,
    );
    expect(await refusal(bot.api.editMessageText(id, 9999, 'x'))).toBe(
      '400 Bad Request: message to edit not found',
    );
    expect(await refusal(bot.api.sendMessage(4711, 'x'))).toBe('400 Bad Request: chat not found');
  });

  it('allows bursts and then about one message a second in a chat', async () => {
    const chat = server.privateChat(server.person('Ann'));
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, n) => refusal(bot.api.sendMessage(chat.chat.id, `n ${n}`))),
    );
    expect(outcomes.filter((outcome) => outcome === '')).toHaveLength(4);
    expect(outcomes.at(-1)).toMatch(/^429 Too Many Requests: retry after [1-9]$/);
  });

  it('knows topics, replies, migration and blocking', async () => {
    const forum = server.group('Team', 'forum');
    const thread = server.topic(forum, 'News');
    const { id } = forum.chat;
    await bot.api.sendMessage(id, 'here', { message_thread_id: thread });
    expect(await refusal(bot.api.sendMessage(id, 'x', { message_thread_id: 1 }))).toBe(
      '400 Bad Request: message thread not found',
    );
    expect(
      await refusal(bot.api.sendMessage(id, 'x', { reply_parameters: { message_id: 77 } })),
    ).toBe('400 Bad Request: message to be replied not found');
    const group = server.group('Old');
    const next = server.migrate(group);
    const moved = await bot.api.sendMessage(group.chat.id, 'x').catch((error: unknown) => error);
    expect((moved as GrammyError).parameters.migrate_to_chat_id).toBe(next.chat.id);
    const chat = server.privateChat(server.person('Ann'));
    chat.refusal = 'blocked';
    expect(await refusal(bot.api.sendMessage(chat.chat.id, 'x'))).toBe(
      '403 Forbidden: bot was blocked by the user',
    );
  });

  it('takes files and gives files, of at most 20 MB', async () => {
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    await bot.api.sendDocument(chat.chat.id, new InputFile(Buffer.from('abc'), 'a.txt'), {
      caption: 'see',
    });
    expect(server.answers(chat)[0]).toMatchObject({
      text: 'see',
      file: { kind: 'document', name: 'a.txt', bytes: Buffer.from('abc') },
    });
    server.say(chat, ann, { document: { name: 'b.txt', bytes: Buffer.from('hello') } });
    const [{ message } = {}] = await bot.api.getUpdates();
    const { file_path } = await bot.api.getFile(message!.document!.file_id);
    const response = await fetch(`${server.root}/file/bot${server.token}/${file_path}`);
    expect(await response.text()).toBe('hello');
    server.say(chat, ann, { document: { name: 'c', bytes: Buffer.alloc(21 * 2 ** 20) } });
    const big = (await bot.api.getUpdates()).at(-1)!.message!.document!.file_id;
    expect(await refusal(bot.api.getFile(big))).toBe('400 Bad Request: file is too big');
  });

  it('takes the answer to a pressed button once and soon', async () => {
    const ann = server.person('Ann');
    const chat = server.privateChat(ann);
    await bot.api.sendMessage(chat.chat.id, 'may I?', {
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'y' }]] },
    });
    const answered = server.press(chat, ann, 'Yes');
    const [{ callback_query: query } = {}] = await bot.api.getUpdates();
    expect(query?.data).toBe('y');
    await bot.api.answerCallbackQuery(query!.id, { text: 'Done' });
    expect(await answered).toBe('Done');
    expect(await refusal(bot.api.answerCallbackQuery(query!.id))).toMatch(/query is too old/);
  });

  it('cuts connections before and after what was asked', async () => {
    const chat = server.privateChat(server.person('Ann'));
    server.fault('sendMessage', { kind: 'cut' });
    server.fault('sendMessage', { kind: 'done-cut' });
    const send = (): Promise<unknown> =>
      bot.api.sendMessage(chat.chat.id, 'x').catch((error: unknown) => error);
    expect(await send()).toBeInstanceOf(HttpError);
    expect(server.answers(chat)).toHaveLength(0);
    expect(await send()).toBeInstanceOf(HttpError);
    expect(server.answers(chat)).toHaveLength(1);
  });
});

/** How a call was refused; empty where it was not. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return '';
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    return `${error.error_code} ${error.description}`;
  }
}

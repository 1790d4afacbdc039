import type { CallbackQuery, Chat, Message, MessageEntity, Update, User } from 'grammy/types';
import type { Attachment, ChannelEvent, Person, Target } from '../channel.ts';

/** Who we are; without it nothing can be told from our own. */
export interface Bot {
  id: number;
  username: string;
}

/** What a button needs beyond its update. */
export interface EventParts {
  bot: Bot;
  acknowledge: (queryId: string, text?: string) => Promise<void>;
}

/** The update as the gateway takes it; undefined for what is none of ours. */
export function eventOf(
  update: Update,
  { bot, acknowledge }: EventParts,
): ChannelEvent | undefined {
  const key = `telegram:${bot.id}:${update.update_id}`;
  if (update.callback_query) return buttonOf(key, update.callback_query, acknowledge);
  const { message } = update;
  if (!message) return undefined;
  const { migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
  if (to !== undefined || from !== undefined) {
    return {
      type: 'migration',
      key,
      platform: 'telegram',
      from: String(from ?? message.chat.id),
      to: String(to ?? message.chat.id),
    };
  }
  return messageOf(key, message, bot);
}

function messageOf(key: string, message: Message, bot: Bot): ChannelEvent | undefined {
  const { from, chat } = message;
  // Our own, other bots', and what anonymous admins and channels say.
  if (!from || from.is_bot || message.sender_chat) return undefined;
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const attachments = attachmentsOf(message);
  const common = {
    key,
    at: message.date * 1000,
    target: targetOf(chat, message),
    from: personOf(from),
    ref: String(message.message_id),
  };
  const answersUs = isAnswerTo(bot, message);
  const direct = chat.type === 'private';
  const command = commandOf(text, entities, bot.username);
  if (command) {
    if (command.to === 'other') return undefined;
    // In a group others may know the same word: only what names us is ours.
    if (!direct && command.to !== 'us' && !answersUs) return undefined;
    return { ...common, type: 'command', name: command.name, args: command.args };
  }
  if (text === '' && attachments.length === 0) return undefined;
  const quote = message.quote?.text ?? quotedText(message.reply_to_message);
  return {
    ...common,
    type: 'message',
    text: withoutMention(text, entities, bot.username),
    attachments,
    addressed: direct || answersUs || mentions(bot, text, entities),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
    ...(quote ? { quote } : {}),
  };
}

function buttonOf(
  key: string,
  query: CallbackQuery,
  acknowledge: EventParts['acknowledge'],
): ChannelEvent | undefined {
  const { message, data } = query;
  if (!message || data === undefined || query.from.is_bot) return undefined;
  return {
    type: 'button',
    key,
    // A press has no time of its own, and cannot be answered for long.
    at: Date.now(),
    target: targetOf(message.chat, message as Message),
    from: personOf(query.from),
    ref: String(message.message_id),
    data,
    acknowledge: (text) => acknowledge(query.id, text),
  };
}

function targetOf(chat: Chat, message: Partial<Message>): Target {
  // A reply in a group without topics has a thread id too, which is none.
  const isTopic = message.is_topic_message === true && message.message_thread_id !== undefined;
  return {
    platform: 'telegram',
    chat: String(chat.id),
    ...(isTopic ? { thread: String(message.message_thread_id) } : {}),
    kind: chat.type === 'private' ? 'direct' : 'group',
  };
}

function personOf({ id, first_name, last_name, username, is_bot }: User): Person {
  return {
    id: String(id),
    name: [first_name, last_name].filter(Boolean).join(' '),
    ...(username ? { username } : {}),
    bot: is_bot,
  };
}

interface Command {
  name: string;
  args: string;
  to: 'us' | 'other' | 'anybody';
}

function commandOf(
  text: string,
  entities: readonly MessageEntity[],
  username: string,
): Command | undefined {
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!entity) return undefined;
  const [name = '', to] = text.slice(1, entity.length).split('@');
  return {
    name: name.toLowerCase(),
    args: text.slice(entity.length).trim(),
    to: to === undefined ? 'anybody' : to.toLowerCase() === username.toLowerCase() ? 'us' : 'other',
  };
}

function mentions(bot: Bot, text: string, entities: readonly MessageEntity[]): boolean {
  return entities.some(
    (entity) =>
      (entity.type === 'mention' && isOurs(text, entity, bot.username)) ||
      (entity.type === 'text_mention' && entity.user.id === bot.id),
  );
}

function isOurs(text: string, { offset, length }: MessageEntity, username: string): boolean {
  return text.slice(offset + 1, offset + length).toLowerCase() === username.toLowerCase();
}

/** The text without our name at its beginning. */
function withoutMention(
  text: string,
  entities: readonly MessageEntity[],
  username: string,
): string {
  const first = entities.find(({ type, offset }) => type === 'mention' && offset === 0);
  if (!first || !isOurs(text, first, username)) return text;
  return text.slice(first.length).replace(/^[\s,:]+/, '');
}

function isAnswerTo({ id }: Bot, { reply_to_message: original }: Message): boolean {
  // Everything in a topic answers the message that opened it.
  return original?.from?.id === id && original.forum_topic_created === undefined;
}

function quotedText(original: Message | undefined): string | undefined {
  return original?.text ?? original?.caption;
}

function attachmentsOf(message: Message): Attachment[] {
  const { photo, document, voice, audio, video, animation, video_note, sticker } = message;
  const largest = photo?.at(-1);
  if (largest) return [attachment('picture', 'photo.jpg', 'image/jpeg', largest)];
  if (document) {
    const { file_name: name = 'file', mime_type: type = 'application/octet-stream' } = document;
    const kind = /^image\/(jpeg|png|webp|gif)$/.test(type) ? 'picture' : 'document';
    return [attachment(kind, name, type, document)];
  }
  if (voice) return [attachment('voice', 'voice.oga', voice.mime_type ?? 'audio/ogg', voice)];
  if (audio) {
    const { file_name: name = 'audio', mime_type: type = 'audio/mpeg' } = audio;
    return [attachment('voice', name, type, audio)];
  }
  const other = video ?? animation ?? video_note ?? sticker;
  if (!other) return [];
  return [attachment('other', 'video', 'video/mp4', other)];
}

function attachment(
  kind: Attachment['kind'],
  name: string,
  mediaType: string,
  file: { file_id: string; file_size?: number },
): Attachment {
  return { kind, name, mediaType, bytes: file.file_size, ref: file.file_id };
}

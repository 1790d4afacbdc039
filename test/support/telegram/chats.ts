import type { Chat, InlineKeyboardMarkup, Message, User } from 'grammy/types';
import { badRequest, forbidden } from './api-error.ts';
import type { ReadEntity } from './markdown-v2.ts';

/** A message as it stands on the phone. */
export interface ShownMessage {
  id: number;
  from: User;
  /** Milliseconds since the epoch. */
  at: number;
  /** The visible text, or the caption of a file. */
  text: string;
  entities: ReadEntity[];
  /** Of the buttons below it, row by row. */
  buttons: string[][];
  markup?: InlineKeyboardMarkup;
  replyTo?: number;
  thread?: number;
  file?: { kind: string; name: string; bytes: Buffer };
  /** How often it was edited. */
  edits: number;
}

/** What stood on the screen after each change. */
export interface Frame {
  at: number;
  /** The message that was sent or changed. */
  id: number;
  kind: 'sent' | 'edited' | 'deleted';
  text: string;
  buttons: string[][];
}

/** A chat with all that was said in it. */
export interface ServedChat {
  chat: Chat;
  messages: ShownMessage[];
  /** Every change of the screen, oldest first. */
  frames: Frame[];
  /** Topics by their thread ids; only in forums. */
  topics: Map<number, string>;
  /** Why nothing can be sent to it. */
  refusal?: 'blocked' | 'deactivated' | 'kicked' | 'not a member';
  /** The supergroup that it became. */
  migratedTo?: number;
  nextId: number;
}

/** Every chat the bot knows. */
export class Chats {
  readonly #chats = new Map<number, ServedChat>();
  /** Shared by private chats and basic groups, as there. */
  #messageId = 100;

  add(chat: Chat): ServedChat {
    const served: ServedChat = { chat, messages: [], frames: [], topics: new Map(), nextId: 1 };
    this.#chats.set(chat.id, served);
    return served;
  }

  /** @throws when there is none */
  of(id: number): ServedChat {
    const found = this.#chats.get(id);
    if (!found) throw new Error(`There is no chat ${id}`);
    return found;
  }

  /**
   * The chat that a call of the bot means.
   * @throws {BotApiError} where nothing can be sent to it
   */
  reachable(id: unknown): ServedChat {
    const found = this.#chats.get(Number(id));
    if (!found) throw badRequest('chat not found');
    if (found.migratedTo !== undefined) {
      throw badRequest('group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: found.migratedTo,
      });
    }
    const kind = found.chat.type === 'supergroup' ? 'supergroup' : 'group';
    switch (found.refusal) {
      case 'blocked':
        throw forbidden('bot was blocked by the user');
      case 'deactivated':
        throw forbidden('user is deactivated');
      case 'kicked':
        throw forbidden(`bot was kicked from the ${kind} chat`);
      case 'not a member':
        throw forbidden(`bot is not a member of the ${kind} chat`);
      case undefined:
        return found;
    }
  }

  nextMessageId(served: ServedChat): number {
    if (served.chat.type === 'supergroup') {
      served.nextId += 1;
      return served.nextId;
    }
    this.#messageId += 1;
    return this.#messageId;
  }
}

/** Adds a message to what is shown. */
export function show(served: ServedChat, message: ShownMessage): void {
  served.messages.push(message);
  frame(served, message, 'sent');
}

/** Notes what a change has made of a message. */
export function frame(served: ServedChat, message: ShownMessage, kind: Frame['kind']): void {
  const { id, text, buttons } = message;
  served.frames.push({ at: Date.now(), id, kind, text, buttons });
}

/** The message in the form of the Bot API. */
export function asMessage(
  { chat, topics }: ServedChat,
  shown: ShownMessage,
  find: (id: number) => ShownMessage | undefined,
): Message {
  const original = shown.replyTo === undefined ? undefined : find(shown.replyTo);
  return {
    message_id: shown.id,
    date: Math.floor(shown.at / 1000),
    from: shown.from,
    chat,
    ...(shown.file ? { caption: shown.text } : { text: shown.text }),
    ...(shown.entities.length > 0
      ? { [shown.file ? 'caption_entities' : 'entities']: shown.entities }
      : {}),
    ...(shown.thread === undefined
      ? {}
      : {
          message_thread_id: shown.thread,
          ...(topics.has(shown.thread) ? { is_topic_message: true } : {}),
        }),
    ...(original
      ? {
          reply_to_message: {
            message_id: original.id,
            date: Math.floor(original.at / 1000),
            from: original.from,
            chat,
            text: original.text,
          },
        }
      : {}),
    ...(shown.markup ? { reply_markup: shown.markup } : {}),
  } as unknown as Message;
}

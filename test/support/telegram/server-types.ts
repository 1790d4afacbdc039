import type { Update, User } from 'grammy/types';
import type { BotApiError } from './api-error.ts';
import type { Rates } from './budget.ts';
import type { ServedChat, ShownMessage } from './chats.ts';
import type { MethodContext, Params } from './methods.ts';

/** One call of the bot, and what became of it. */
export interface TelegramCall {
  method: string;
  params: Params;
  /** Milliseconds since the epoch. */
  at: number;
  /** 200, the code of the error, or 0 where the connection was cut. Undefined while it goes on. */
  status?: number;
  /** Of an error. */
  description?: string;
}

/** What happens to a call instead of what it asks for. */
export type TelegramFault =
  /** Refused with this. */
  | { kind: 'refuse'; code: number; description: string; parameters?: BotApiError['parameters'] }
  /** The connection is cut, and nothing was done. */
  | { kind: 'cut' }
  /** It is done, and its answer never comes. */
  | { kind: 'done-cut' }
  /** It is done, and its answer comes so much later. */
  | { kind: 'done-late'; ms: number };

/** What a person sends. */
export interface SaidMessage {
  text?: string;
  /** The id of the message it answers. */
  replyTo?: number;
  /** The topic it stands in. */
  thread?: number;
  photo?: Buffer;
  document?: { name: string; type?: string; bytes: Buffer };
  voice?: Buffer;
  /** One album where several bear the same. */
  album?: string;
  /** Of the message, in milliseconds since the epoch; left out: now. */
  at?: number;
}

export interface TelegramServer {
  /** `http://127.0.0.1:PORT`, as `TELEGRAM_API_ROOT` takes it. */
  readonly root: string;
  readonly token: string;
  readonly bot: User;
  /** Every call, in order of arrival, `getUpdates` included. */
  readonly calls: readonly TelegramCall[];
  /** Calls of one method. */
  callsOf(method: string): TelegramCall[];
  readonly menu: MethodContext['menu'];
  rates: Rates;
  /** How long a pressed button can be answered, in milliseconds. */
  buttonMs: number;
  /** Longest wait of a poll, in milliseconds. */
  pollMs: number;

  person(name: string, id?: number): User;
  privateChat(person: User): ServedChat;
  group(title: string, kind?: 'group' | 'supergroup' | 'forum'): ServedChat;
  topic(chat: ServedChat, name: string): number;
  /** A person writes; gives the message's id. */
  say(chat: ServedChat, from: User, message: SaidMessage | string): number;
  /** A person changes what they wrote. */
  edit(chat: ServedChat, id: number, text: string): void;
  /**
   * Someone presses a button; resolves with the words of the answer.
   * @throws when the message has no such button
   */
  press(chat: ServedChat, from: User, label: string): Promise<string | undefined>;
  /** The group becomes a supergroup. */
  migrate(chat: ServedChat): ServedChat;
  /** All calls are refused with 401. */
  revoke(): void;
  /** Another program polls, once. */
  poll(): void;
  /** Sends an update that was not confirmed, or any other, once more. */
  repeat(update: Update): void;
  push(update: Omit<Update, 'update_id'>): void;
  set webhook(url: string);
  readonly pending: readonly Update[];
  /** What happens to the next calls that fit, `times` of them. */
  fault(method: string | RegExp, fault: TelegramFault, times?: number): void;
  /** Forgets the faults that have not happened yet. */
  heal(): void;
  /** Resolves once this holds; it is looked at after each change. */
  until<T>(find: () => T | undefined | false, what?: string): Promise<T>;
  /** The bot's messages that stand in this chat. */
  answers(chat: ServedChat): ShownMessage[];
  close(): Promise<void>;
}

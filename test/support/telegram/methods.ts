import type { InlineKeyboardMarkup, Message, User } from 'grammy/types';
import { badRequest, type BotApiError } from './api-error.ts';
import type { Budget } from './budget.ts';
import { asMessage, frame, show, type Chats, type ServedChat, type ShownMessage } from './chats.ts';
import { MarkdownV2Error, readMarkdownV2, type ReadText } from './markdown-v2.ts';

/** The parameters of a call, JSON fields parsed. */
export type Params = Record<string, unknown>;

/** A file as it was sent or is kept. */
export interface KeptFile {
  name: string;
  bytes: Buffer;
}

/** A button that was pressed and not answered yet. */
export interface PressedButton {
  id: string;
  at: number;
  /** Told when it is answered. */
  answered: (text: string | undefined) => void;
}

/** What the methods work on. */
export interface MethodContext {
  bot: User;
  chats: Chats;
  budget: Budget;
  /** By their `file_id`. */
  files: Map<string, KeptFile>;
  pressed: Map<string, PressedButton>;
  /** The commands as the menu shows them. */
  menu: { commands: { command: string; description: string }[] };
  /** How long a pressed button can be answered, in milliseconds. */
  buttonMs: () => number;
}

const longestText = 4096;
const longestCaption = 1024;
const largestDownload = 20 * 2 ** 20;

type Method = (params: Params, context: MethodContext) => unknown;

/** The methods that bots call here, by their names. */
export const methods: Record<string, Method> = {
  getMe: (_params, { bot }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: true,
    supports_inline_queries: false,
  }),

  sendMessage(params, context) {
    const served = context.chats.reachable(params['chat_id']);
    return send(served, params, context, { ...readText(params, 'text', longestText) });
  },

  editMessageText(params, context) {
    const served = context.chats.reachable(params['chat_id']);
    const read = readText(params, 'text', longestText);
    const markup = readMarkup(params);
    const message = ownMessage(served, params, context);
    const same =
      message.text === read.text &&
      JSON.stringify(message.entities) === JSON.stringify(read.entities) &&
      JSON.stringify(message.markup ?? null) === JSON.stringify(markup ?? null);
    if (same) throw notModified();
    context.budget.spend(served.chat.id, served.chat.type !== 'private');
    Object.assign(message, read, { markup, buttons: labelsOf(markup), edits: message.edits + 1 });
    frame(served, message, 'edited');
    return messageOf(served, message);
  },

  editMessageReplyMarkup(params, context) {
    const served = context.chats.reachable(params['chat_id']);
    const markup = readMarkup(params);
    const message = ownMessage(served, params, context);
    if (JSON.stringify(message.markup ?? null) === JSON.stringify(markup ?? null)) {
      throw notModified();
    }
    context.budget.spend(served.chat.id, served.chat.type !== 'private');
    Object.assign(message, { markup, buttons: labelsOf(markup), edits: message.edits + 1 });
    frame(served, message, 'edited');
    return messageOf(served, message);
  },

  deleteMessage(params, context) {
    const served = context.chats.reachable(params['chat_id']);
    const message = served.messages.find(({ id }) => id === Number(params['message_id']));
    if (!message) throw badRequest('message to delete not found');
    served.messages.splice(served.messages.indexOf(message), 1);
    frame(served, message, 'deleted');
    return true;
  },

  sendChatAction(params, context) {
    const served = context.chats.reachable(params['chat_id']);
    const thread = params['message_thread_id'];
    if (thread !== undefined && Number(thread) !== 1) requireThread(served, Number(thread));
    return true;
  },

  sendPhoto: (params, context) => sendFile('photo', params, context),
  sendDocument: (params, context) => sendFile('document', params, context),
  sendAudio: (params, context) => sendFile('audio', params, context),
  sendVoice: (params, context) => sendFile('voice', params, context),
  sendVideo: (params, context) => sendFile('video', params, context),
  sendAnimation: (params, context) => sendFile('animation', params, context),

  answerCallbackQuery(params, context) {
    const text = params['text'] as string | undefined;
    if ((text ?? '').length > 200) throw badRequest('MESSAGE_TOO_LONG');
    const pressed = context.pressed.get(String(params['callback_query_id']));
    if (!pressed || performance.now() - pressed.at > context.buttonMs()) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    context.pressed.delete(pressed.id);
    pressed.answered(text);
    return true;
  },

  setMyCommands(params, { menu }) {
    const commands = params['commands'] as { command: string; description: string }[];
    if (commands.length > 100) throw badRequest('too many commands');
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (description.length < 1 || description.length > 256) {
        throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
    }
    menu.commands = commands;
    return true;
  },

  getFile(params, { files }) {
    const id = String(params['file_id']);
    const file = files.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > largestDownload) throw badRequest('file is too big');
    return {
      file_id: id,
      file_unique_id: `u${id}`,
      file_size: file.bytes.length,
      file_path: `files/${id}/${encodeURIComponent(file.name)}`,
    };
  },
};

function sendFile(kind: string, params: Params, context: MethodContext): Message {
  const served = context.chats.reachable(params['chat_id']);
  const file = params[kind] as KeptFile | undefined;
  if (!(file && Buffer.isBuffer(file.bytes)))
    throw badRequest(`there is no ${kind} in the request`);
  if (file.bytes.length === 0) throw badRequest('file must be non-empty');
  const read =
    params['caption'] === undefined
      ? { text: '', entities: [] }
      : readText(params, 'caption', longestCaption);
  return send(served, params, context, read, { kind, ...file });
}

function send(
  served: ServedChat,
  params: Params,
  context: MethodContext,
  read: ReadText,
  file?: ShownMessage['file'],
): Message {
  const markup = readMarkup(params);
  const thread = threadOf(served, params);
  const replyTo = replyOf(served, params, thread);
  context.budget.spend(served.chat.id, served.chat.type !== 'private');
  const message: ShownMessage = {
    id: context.chats.nextMessageId(served),
    from: context.bot,
    at: Date.now(),
    ...read,
    buttons: labelsOf(markup),
    ...(markup ? { markup } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(thread === undefined ? {} : { thread }),
    ...(file ? { file } : {}),
    edits: 0,
  };
  show(served, message);
  return messageOf(served, message);
}

function messageOf(served: ServedChat, message: ShownMessage): Message {
  return asMessage(served, message, (id) => served.messages.find((other) => other.id === id));
}

/** The text as people see it; its length counts after reading. */
function readText(params: Params, name: 'text' | 'caption', longest: number): ReadText {
  const source = (params[name] as string | undefined) ?? '';
  const mode = params['parse_mode'];
  let read: ReadText = { text: source, entities: [] };
  if (mode === 'MarkdownV2') {
    try {
      read = readMarkdownV2(source);
    } catch (error) {
      if (!(error instanceof MarkdownV2Error)) throw error;
      throw badRequest(`can't parse entities: ${error.message}`);
    }
  } else if (mode !== undefined) throw badRequest(`unsupported parse_mode`);
  const trimmed = read.text.trim();
  if (trimmed === '' && name === 'text') throw badRequest('message text is empty');
  if (Array.from(read.text).length > longest) {
    throw badRequest(name === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return read;
}

function readMarkup(params: Params): InlineKeyboardMarkup | undefined {
  const markup = params['reply_markup'] as InlineKeyboardMarkup | undefined;
  if (!markup?.inline_keyboard || markup.inline_keyboard.flat().length === 0) return undefined;
  if (JSON.stringify(markup).length > 10_000) throw badRequest('reply markup is too long');
  for (const button of markup.inline_keyboard.flat()) {
    if (!('callback_data' in button)) continue;
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  return markup;
}

function labelsOf(markup: InlineKeyboardMarkup | undefined): string[][] {
  return (markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text));
}

function threadOf(served: ServedChat, params: Params): number | undefined {
  if (params['message_thread_id'] === undefined) return undefined;
  const isForum = 'is_forum' in served.chat && served.chat.is_forum === true;
  // In a group without topics it is ignored.
  if (!isForum) return undefined;
  const thread = Number(params['message_thread_id']);
  requireThread(served, thread);
  return thread;
}

function requireThread(served: ServedChat, thread: number): void {
  const isForum = 'is_forum' in served.chat && served.chat.is_forum === true;
  if (isForum && !served.topics.has(thread)) throw badRequest('message thread not found');
}

function replyOf(
  served: ServedChat,
  params: Params,
  thread: number | undefined,
): number | undefined {
  const reply = params['reply_parameters'] as
    { message_id: number; allow_sending_without_reply?: boolean } | undefined;
  if (!reply) return undefined;
  const original = served.messages.find(({ id }) => id === reply.message_id);
  if (original && original.thread === thread) return reply.message_id;
  if (original || reply.allow_sending_without_reply) return undefined;
  throw badRequest('message to be replied not found');
}

function ownMessage(served: ServedChat, params: Params, { bot }: MethodContext): ShownMessage {
  const message = served.messages.find(({ id }) => id === Number(params['message_id']));
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== bot.id) throw badRequest("message can't be edited");
  return message;
}

function notModified(): BotApiError {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}

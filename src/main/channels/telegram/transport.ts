import path from 'node:path';
import { stat } from 'node:fs/promises';
import type {
  Button,
  Limits,
  Outcome,
  OutgoingFile,
  OutgoingText,
  SendOptions,
  Target,
  Transport,
} from '../channel.ts';
import { BotCallError, type BotApi } from './bot-api.ts';
import { outcomeOf } from './outcomes.ts';

/** Of the platform; its rates are about what it tells in its documentation. */
export const telegramLimits: Limits = {
  finished: 4096,
  preview: 4096,
  edits: true,
  minEditMs: { direct: 0, group: 3_000 },
  chat: { direct: { calls: 3, perMs: 3_000 }, group: { calls: 18, perMs: 60_000 } },
  platform: { calls: 28, perMs: 1_000 },
  typingMs: 5_000,
  nonces: false,
};

/** Larger pictures are sent as files. */
const largestPhoto = 10 * 2 ** 20;
const photo = /\.(jpe?g|png|webp)$/i;
const audio = /\.(mp3|m4a)$/i;

/** What the calls of a bot need. */
export interface TransportParts {
  /** Or why no call may be made. */
  api: () => BotApi | 'refused' | 'stopped';
  /** Whether this chat is a forum, whose General topic has an id for typing signs only. */
  isForum: (chat: string) => boolean;
  /** Told of an outcome, before the caller is. */
  onOutcome: (outcome: Outcome) => void;
}

/** The calls by which answers reach Telegram. */
export function createTransport({ api, isForum, onOutcome }: TransportParts): Transport {
  const attempt = async (
    call: (bot: BotApi) => Promise<{ message_id: number } | true>,
  ): Promise<Outcome> => {
    const bot = api();
    if (bot === 'refused') return { kind: 'token refused' };
    if (bot === 'stopped') return { kind: 'unconnected', error: 'the channel is off' };
    const outcome = await outcomeOfCall(call(bot));
    onOutcome(outcome);
    return outcome;
  };

  return {
    platform: 'telegram',
    limits: telegramLimits,
    send: (target, text, options) =>
      attempt((bot) =>
        bot.call('sendMessage', { ...place(target), ...written(text), ...extras(options) }),
      ),
    async edit({ chat }, ref, text, { buttons }) {
      const outcome = await attempt(async (bot) => {
        const edited = await bot.call('editMessageText', {
          chat_id: chat,
          message_id: Number(ref),
          ...written(text),
          ...keyboard(buttons),
        });
        return edited === true ? { message_id: Number(ref) } : edited;
      });
      return outcome.kind === 'accepted' ? { kind: 'accepted', ref } : outcome;
    },
    sendFile: (target, file, options) => attempt((bot) => sendFile(bot, target, file, options)),
    typing: (target) =>
      attempt(async (bot) => {
        const general = target.thread === undefined && isForum(target.chat);
        const thread = general ? { message_thread_id: 1 } : {};
        const params = { ...place(target), ...thread, action: 'typing' as const };
        await bot.call('sendChatAction', params);
        return true;
      }),
  };
}

async function outcomeOfCall(call: Promise<{ message_id: number } | true>): Promise<Outcome> {
  try {
    const sent = await call;
    return { kind: 'accepted', ref: sent === true ? '' : String(sent.message_id) };
  } catch (error) {
    if (error instanceof BotCallError) return outcomeOf(error.failure);
    // A file that cannot be read, say.
    return { kind: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}

function place({ chat, thread }: Target): { chat_id: string; message_thread_id?: number } {
  return { chat_id: chat, ...(thread === undefined ? {} : { message_thread_id: Number(thread) }) };
}

function written({ text, format }: OutgoingText): { text: string; parse_mode?: 'MarkdownV2' } {
  return { text, ...(format === 'markup' ? { parse_mode: 'MarkdownV2' as const } : {}) };
}

function extras({ replyTo, silent, buttons }: SendOptions) {
  return {
    ...(replyTo === undefined ? {} : { reply_parameters: { message_id: Number(replyTo) } }),
    ...(silent ? { disable_notification: true } : {}),
    ...keyboard(buttons),
  };
}

function keyboard(buttons: Button[][] | undefined) {
  if (!buttons || buttons.length === 0) return {};
  const rows = buttons.map((row) =>
    row.map(({ label, data }) => ({ text: label, callback_data: data })),
  );
  return { reply_markup: { inline_keyboard: rows } };
}

async function sendFile(
  bot: BotApi,
  target: Target,
  file: OutgoingFile,
  options: SendOptions,
): Promise<{ message_id: number }> {
  const { InputFile } = await import('grammy');
  const { size } = await stat(file.path);
  const caption = file.caption && {
    caption: file.caption.text,
    ...(file.caption.format === 'markup' ? { parse_mode: 'MarkdownV2' as const } : {}),
  };
  const common = { ...place(target), ...caption, ...extras(options) };
  const input = () => new InputFile(file.path, path.basename(file.name));
  if (audio.test(file.name)) return bot.call('sendAudio', { ...common, audio: input() });
  if (photo.test(file.name) && size <= largestPhoto) {
    try {
      return await bot.call('sendPhoto', { ...common, photo: input() });
    } catch (error) {
      // It is too narrow for a photo, or none: nothing was sent.
      if (!(error instanceof BotCallError) || !isNoPhoto(error)) throw error;
    }
  }
  return bot.call('sendDocument', { ...common, document: input() });
}

function isNoPhoto({ failure }: BotCallError): boolean {
  return (
    failure.kind === 'refused' && /PHOTO_|IMAGE_PROCESS_FAILED|wrong type/.test(failure.description)
  );
}

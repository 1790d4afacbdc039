import { randomUUID } from 'node:crypto';
import type { Settings } from '../../shared/settings.ts';
import type { ChannelRecords } from '../store/chats/channel-records.ts';
import type { Delivery, OutgoingFile, Platform, Target } from './channel.ts';

/** Writes to chats what nobody asked for there: answers of tasks, messages of the agent. */
export interface Outbox {
  /**
   * Brings a text to a chat; what cannot be sent at once is owed.
   * @param chat `platform:chat` or `platform:chat:thread`
   * @returns why it is not brought there, for people; undefined where it is
   */
  send(chat: string, markdown: string): Promise<string | undefined>;
  /**
   * Sends a file there, at once.
   * @param named as the agent names it; held to the rules of files that answers name
   * @returns as above
   */
  sendFile(chat: string, named: string, caption: string): Promise<string | undefined>;
}

export interface OutboxParts {
  settings: () => Pick<Settings, 'telegram'>;
  records: Pick<ChannelRecords, 'isPaired'>;
  /** Undefined while no channel was switched on. */
  delivery: () => Promise<Delivery | undefined>;
  /** The file as it may be sent, or why not. */
  openFile: (named: string) => Promise<OutgoingFile | string>;
}

/** Nobody is written to who may not talk to the agent. */
export function createOutbox(parts: OutboxParts): Outbox {
  const { settings, records, openFile } = parts;
  const open = async (
    chat: string,
  ): Promise<{ delivery: Delivery; target: Target } | { refusal: string }> => {
    const target = targetOf(chat);
    if (!target) return { refusal: `"${chat}" names no chat. One is telegram:12345.` };
    if (target.platform !== 'telegram') return { refusal: `There is no channel for ${chat}.` };
    const delivery = await parts.delivery();
    if (!settings().telegram.enabled || !delivery) return { refusal: 'Telegram is switched off.' };
    const { allowAllUsers, allowedUsers } = settings().telegram;
    const allowed =
      allowAllUsers ||
      allowedUsers.includes(target.chat) ||
      (await records.isPaired(target.platform, target.chat));
    return allowed
      ? { delivery, target }
      : { refusal: `${chat} is not among those who may talk to the agent (Channels).` };
  };
  return {
    async send(chat, markdown) {
      const opened = await open(chat);
      if ('refusal' in opened) return opened.refusal;
      const answer = { id: `outbox:${randomUUID()}`, target: opened.target };
      const result = await opened.delivery.deliverText(answer, markdown);
      return result === 'given up' ? `${chat} cannot be written to.` : undefined;
    },
    async sendFile(chat, named, caption) {
      const opened = await open(chat);
      if ('refusal' in opened) return opened.refusal;
      const file = await openFile(named);
      if (typeof file === 'string') return `${named}: ${file}.`;
      const outcome = await opened.delivery.sendFile(opened.target, {
        ...file,
        ...(caption === '' ? {} : { caption: { text: caption, format: 'plain' } }),
      });
      return outcome.kind === 'accepted' ? undefined : `${named} was not sent: ${outcome.kind}.`;
    },
  };
}

const platforms: readonly string[] = ['telegram', 'discord', 'slack', 'whatsapp'];

function targetOf(chat: string): Target | undefined {
  const [platform, id, thread] = chat.split(':');
  if (!platform || !id || !platforms.includes(platform)) return undefined;
  // Ids of Telegram's groups are negative.
  const kind = id.startsWith('-') ? 'group' : 'direct';
  return {
    platform: platform as Platform,
    chat: id,
    kind,
    ...(thread === undefined ? {} : { thread }),
  };
}

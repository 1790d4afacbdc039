import type { ChannelRecords, SessionRecord } from '../../store/chats/channel-records.ts';
import type { Person, Target } from '../channel.ts';

/** Names the session that a message belongs to: one a chat and topic, in groups one a person. */
export async function sessionKey(
  records: Pick<ChannelRecords, 'firstId'>,
  { platform, chat, thread, kind }: Target,
  person: Pick<Person, 'id'>,
): Promise<string> {
  const parts = [platform, await records.firstId(platform, chat)];
  if (thread !== undefined) parts.push(thread);
  if (kind === 'group') parts.push(`u${person.id}`);
  return parts.join(':');
}

/** The conversation that a session is at; its first one bears the session's name. */
export async function sessionRecord(
  records: Pick<ChannelRecords, 'session'>,
  key: string,
): Promise<SessionRecord> {
  return (await records.session(key)) ?? { conversation: key, title: null };
}

/** The next conversation of a session. */
export function nextConversation({ conversation }: SessionRecord): SessionRecord {
  const [, base = conversation, count] = /^(.*?)(?:~(\d+))?$/s.exec(conversation) ?? [];
  return { conversation: `${base}~${Number(count ?? 1) + 1}`, title: null };
}

import type { Settings } from '../../../shared/settings.ts';
import type { ChannelRecords } from '../../store/chats/channel-records.ts';
import type { MessageEvent, CommandEvent, Person, Target } from '../channel.ts';

/** What access is decided by. */
export interface AccessParts {
  settings: () => Pick<Settings, 'telegram'>;
  records: Pick<ChannelRecords, 'isPaired'>;
}

/** Whether this person may talk to the agent there. */
export async function mayTalk(
  { settings, records }: AccessParts,
  person: Person,
  target: Target,
): Promise<boolean> {
  const rules = rulesOf(settings(), target);
  if (!rules || person.bot) return false;
  if (rules.allowAllUsers) return true;
  const { allowedUsers } = rules;
  if (allowedUsers.includes(person.id)) return true;
  if (target.kind === 'group' && allowedUsers.includes(target.chat)) return true;
  return records.isPaired(target.platform, person.id);
}

/** Whether what was said is meant for us: always in a direct chat, in groups as the setting says. */
export function isForUs(
  { settings }: Pick<AccessParts, 'settings'>,
  event: MessageEvent | CommandEvent,
): boolean {
  if (event.target.kind === 'direct') return true;
  const groups = rulesOf(settings(), event.target)?.groups ?? 'off';
  if (groups === 'off') return false;
  return event.type === 'command' || event.addressed || groups === 'all';
}

/** Whether unknown people are given a code. */
export function pairingIsOn({ settings }: Pick<AccessParts, 'settings'>, target: Target): boolean {
  const rules = rulesOf(settings(), target);
  if (!rules || target.kind !== 'direct') return false;
  return rules.pairing === 'auto' ? rules.allowedUsers.length === 0 : rules.pairing === 'on';
}

function rulesOf(
  settings: Pick<Settings, 'telegram'>,
  { platform }: Target,
): Settings['telegram'] | undefined {
  return platform === 'telegram' ? settings.telegram : undefined;
}

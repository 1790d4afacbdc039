import type { SecretName, Settings } from '../../shared/settings.ts';
import type { ChannelRecords } from '../store/chats/channel-records.ts';
import { createPairing } from './gateway/pairing.ts';

export interface ChannelsCommandParts {
  settings: Settings;
  secret: (name: SecretName) => string | undefined;
  records: ChannelRecords;
  /** Takes a line. */
  print: (line: string) => void;
}

/** The commands of `serve -- channels`, with what each does. */
const channelsHelp = [
  'channels list          which chat apps are on, who may talk, who waits to be let in',
  'channels pair CODE     lets in who was given this code',
  'channels revoke ID     lets somebody who was let in by a code no longer talk',
  'channels test          asks each chat app whose token it is',
];

/**
 * Carries out a command beside a host that may be running: both work on the same store.
 * @returns whether it did what was asked
 */
export async function runChannelsCommand(
  [command = 'list', argument, ...rest]: readonly string[],
  parts: ChannelsCommandParts,
): Promise<boolean> {
  const { print } = parts;
  const takesArgument = command === 'pair' || command === 'revoke';
  if (rest.length > 0 || (takesArgument ? argument === undefined : argument !== undefined)) {
    print(`Usage:\n${channelsHelp.map((line) => `  ${line}`).join('\n')}`);
    return false;
  }
  const pairing = createPairing({ records: parts.records, now: Date.now, onChange: () => {} });
  switch (command) {
    case 'list':
      await list(parts);
      return true;
    case 'pair': {
      const allowed = await pairing.approve(argument!);
      print(
        allowed
          ? `${allowed.name} (${allowed.platform} ${allowed.person}) may talk to the agent now.`
          : `Nobody waits with the code ${argument}. "channels list" shows who waits; codes hold for an hour.`,
      );
      return allowed !== undefined;
    }
    case 'revoke': {
      const revoked = await pairing.revoke('telegram', argument!);
      print(
        revoked
          ? `telegram ${argument} may no longer talk to the agent.`
          : `telegram ${argument} was not let in by a code. Ids that are listed are taken out in the settings.`,
      );
      return revoked;
    }
    case 'test':
      return test(parts);
    default:
      print(`"channels ${command}" is not understood. Usage:\n${channelsHelp.join('\n')}`);
      return false;
  }
}

async function list({ settings, secret, records, print }: ChannelsCommandParts): Promise<void> {
  const { enabled, allowedUsers, allowAllUsers, groups } = settings.telegram;
  const token = secret('telegramToken') === undefined ? 'no token' : 'token set';
  print(`telegram: ${enabled ? 'on' : 'off'}, ${token}, groups: ${groups}`);
  if (allowAllUsers) print('  WARNING: everybody may talk to the agent');
  for (const id of allowedUsers) print(`  listed: ${id}`);
  for (const { platform, person, name, since } of await records.people()) {
    print(`  paired: ${platform} ${person} ${name}, since ${new Date(since).toISOString()}`);
  }
  for (const { platform, person, name, code, expiresAt } of await records.pairings(Date.now())) {
    const until = new Date(expiresAt).toISOString();
    print(`  waits: ${platform} ${person} ${name}, code ${code}, until ${until}`);
  }
}

async function test({ settings, secret, print }: ChannelsCommandParts): Promise<boolean> {
  const token = secret('telegramToken');
  if (token === undefined) {
    print('telegram: no token. Set TELEGRAM_BOT_TOKEN, or enter it in the app.');
    return false;
  }
  const { checkTelegramToken } = await import('./telegram/telegram-channel.ts');
  try {
    print(`telegram: ${await checkTelegramToken(token, settings.telegram.apiRoot)}`);
    return true;
  } catch (error) {
    print(`telegram: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

import type { PlatformName } from '../../shared/settings-parts/channels.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import type { Secrets, SettingsStore } from '../settings/settings-store.ts';
import type {
  ChannelRecords,
  PairedPerson,
  WaitingPairing,
} from '../store/chats/channel-records.ts';
import type {
  Channel,
  ChannelState,
  Delivery,
  MigrationEvent,
  Platform,
  Target,
} from './channel.ts';
import { currentTransport } from './current-transport.ts';
import type { DeliveryOptions } from './delivery/create-delivery.ts';
import type { Gateway, GatewayParts } from './gateway/gateway.ts';
import { createPairing } from './gateway/pairing.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { sendableFile } from './sendable-file.ts';

/** What channels are made of; heavy parts are made at the first one that is switched on. */
export interface ChannelsParts extends Omit<
  GatewayParts,
  'settings' | 'channel' | 'delivery' | 'turns' | 'pairing' | 'onMove' | 'now'
> {
  settings: SettingsStore;
  secrets: Pick<Secrets, 'get' | 'onChange'>;
  records: ChannelRecords;
  logger: Logger;
  openTurns: () => Promise<GatewayParts['turns']>;
  /** What chats are owed. */
  answers: DeliveryOptions['answers'];
  /** Real paths of the folders from which files may be sent. */
  sendableFolders: () => Promise<string[]>;
}

/** The chat apps through which the agent is reached. */
export interface Channels extends Outbox {
  /** Follows the settings from now on. Loads nothing while every channel is off. */
  start(): void;
  state(platform: PlatformName): ChannelState;
  /** Whether people can be asked through any of them now. */
  connected(): boolean;
  /** Tells of every change of a state, and of who waits or was let in. */
  onChange(listener: () => void): () => void;
  /** Who waited and who was let in when that changed last; nobody before a channel was on. */
  readonly known: Known;
  /** Who waits to be let in, oldest first. */
  pairings(): Promise<WaitingPairing[]>;
  people(): Promise<PairedPerson[]>;
  /** Lets somebody in, and tells them. False where nobody waits with this code. */
  approve(code: string): Promise<boolean>;
  deny(code: string): Promise<boolean>;
  revoke(platform: string, person: string): Promise<boolean>;
  /** Ends every channel; what is under way is kept for the next start. */
  close(): Promise<void>;
}

interface Known {
  waiting: readonly WaitingPairing[];
  people: readonly PairedPerson[];
}

/** How often it is looked whether somebody who waits was answered by another process, in milliseconds. */
const lookMs = 2_000;

interface Core {
  delivery: Delivery;
  gateway: Gateway;
}

export function createChannels(parts: ChannelsParts): Channels {
  const { settings, secrets, records, logger } = parts;
  const listeners = new Set<() => void>();
  const running = new Map<PlatformName, { channel: Channel; made: string }>();
  const ends: (() => void)[] = [];
  let core: Promise<Core> | undefined;
  /** Once the first channel is connected. */
  let opened: Promise<void> | undefined;
  /** Changes happen one after the other. */
  let changing: Promise<void> = Promise.resolve();
  let closed = false;
  let known: Known = { waiting: [], people: [] };
  let looking: NodeJS.Timeout | undefined;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const refresh = async (): Promise<void> => {
    const [waiting, people] = await Promise.all([pairing.waiting(), pairing.people()]);
    const before = JSON.stringify(known);
    known = { waiting, people };
    if (JSON.stringify(known) !== before) changed();
    clearTimeout(looking);
    if (waiting.length > 0 && !closed) looking = setTimeout(refreshLater, lookMs).unref();
  };
  const refreshLater = (): void => {
    refresh().catch((error: unknown) => {
      logger.warn('It could not be read who may talk', { error });
    });
  };
  const pairing = createPairing({ records, now: Date.now, onChange: refreshLater });
  const channelOf = (platform: Platform): Channel | undefined =>
    platform === 'telegram' ? running.get(platform)?.channel : undefined;

  const openFile = async (named: string): ReturnType<typeof sendableFile> =>
    sendableFile(named, await parts.sendableFolders());
  const outbox = createOutbox({
    settings: () => settings.current,
    records,
    delivery: async () => (await core)?.delivery,
    openFile,
  });

  const open = async (): Promise<Core> => {
    const { createGateway } = await import('./gateway/gateway.ts');
    const { createDelivery } = await import('./delivery/create-delivery.ts');
    const { telegramLimits } = await import('./telegram/transport.ts');
    const telegram = { platform: 'telegram', limits: telegramLimits } as const;
    const delivery = createDelivery({
      transports: [currentTransport(telegram, () => channelOf('telegram'))],
      settings: () => settings.current,
      answers: parts.answers,
      openFile,
      logger: logger.child('delivery'),
    });
    const gateway = createGateway({
      ...parts,
      settings: () => settings.current,
      channel: channelOf,
      delivery,
      turns: await parts.openTurns(),
      pairing,
      onMove: (move) => moveListed(settings, move, logger),
    });
    return { delivery, gateway };
  };

  const startTelegram = async (token: string): Promise<Channel> => {
    const { createTelegramChannel } = await import('./telegram/telegram-channel.ts');
    const { commandMenu } = await import('./gateway/commands.ts');
    return createTelegramChannel({
      token,
      apiRoot: settings.current.telegram.apiRoot,
      commands: commandMenu,
      logger: logger.child('telegram'),
    });
  };

  const begin = async (platform: PlatformName, token: string, made: string): Promise<void> => {
    const channel = await startTelegram(token);
    running.set(platform, { channel, made });
    refreshLater();
    core ??= open();
    const { delivery, gateway } = await core;
    let connected = false;
    channel.onChange((state) => {
      const now = state.status === 'connected';
      // What is owed, and what an ended host has left, can be brought only now.
      if (now && !connected) {
        opened ??= gateway.open().catch((error: unknown) => {
          logger.error('What was left from before could not be taken up', { error });
        });
        void opened.then(() => delivery.resume(platform));
      }
      connected = now;
      changed();
    });
    await channel.start(async (event) => {
      await opened;
      await gateway.handle(event);
    });
    changed();
  };

  const end = async (platform: PlatformName): Promise<void> => {
    const found = running.get(platform);
    running.delete(platform);
    await found?.channel.stop();
    if (found) changed();
  };

  const apply = async (): Promise<void> => {
    if (closed) return;
    const token = secrets.get('telegramToken');
    const { enabled, apiRoot } = settings.current.telegram;
    const wanted = enabled && token !== undefined ? `${apiRoot} ${token}` : undefined;
    if (running.get('telegram')?.made === wanted) return;
    await end('telegram');
    if (wanted !== undefined && token !== undefined) await begin('telegram', token, wanted);
  };

  const follow = (): void => {
    changing = changing.then(apply).catch((error: unknown) => {
      logger.error('A channel could not be switched', { error });
    });
  };

  const tell = async (waiting: WaitingPairing, text: string): Promise<void> => {
    const { platform, chat } = waiting;
    const target: Target = { platform: platform as Platform, chat, kind: 'direct' };
    if (core && channelOf(target.platform)) await (await core).delivery.notify({ target, text });
  };

  return {
    send: (chat, markdown) => outbox.send(chat, markdown),
    sendFile: (chat, named, caption) => outbox.sendFile(chat, named, caption),
    start() {
      if (ends.length > 0) return;
      ends.push(settings.onChange(follow), secrets.onChange(follow));
      follow();
    },
    state(platform) {
      const found = running.get(platform);
      if (found) return found.channel.state;
      const { enabled } = settings.current[platform];
      if (!enabled || secrets.get('telegramToken') !== undefined) return { status: 'off' };
      return { status: 'failing', why: 'Enter the bot’s token.', retrying: false };
    },
    connected: () =>
      [...running.values()].some(({ channel }) => channel.state.status === 'connected'),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get known() {
      return known;
    },
    pairings: () => pairing.waiting(),
    people: () => pairing.people(),
    async approve(code) {
      const allowed = await pairing.approve(code);
      if (allowed)
        await tell(allowed, 'You are let in. Write to me as to anybody; /help says more.');
      return allowed !== undefined;
    },
    async deny(code) {
      return (await pairing.deny(code)) !== undefined;
    },
    revoke: (platform, person) => pairing.revoke(platform, person),
    async close() {
      closed = true;
      clearTimeout(looking);
      for (const each of ends) each();
      await changing;
      const made = await core;
      made?.gateway.close();
      // What is under way is put away before its run is ended.
      await made?.delivery.close();
      for (const platform of running.keys()) await end(platform);
    },
  };
}

/** What the settings list of a chat is listed under its new id. */
function moveListed(
  settings: SettingsStore,
  { from, to, platform }: MigrationEvent,
  logger: Logger,
): void {
  if (platform !== 'telegram') return;
  const { allowedUsers } = settings.current.telegram;
  if (!allowedUsers.includes(from)) return;
  const moved: Settings['telegram']['allowedUsers'] = allowedUsers.map((id) =>
    id === from ? to : id,
  );
  try {
    settings.update({ telegram: { allowedUsers: moved } });
  } catch (error) {
    logger.warn(`The group ${from} is ${to} now: list that one where its id is set`, { error });
  }
}

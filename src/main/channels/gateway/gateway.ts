import type { Settings } from '../../../shared/settings.ts';
import type { Approvals } from '../../agent/approvals/approvals.ts';
import type { ReadFileText } from '../../documents/read-file-text.ts';
import type { Logger } from '../../log/logger.ts';
import type { ChannelRecords } from '../../store/chats/channel-records.ts';
import type {
  ButtonEvent,
  Channel,
  ChannelEvent,
  CommandEvent,
  Delivery,
  MessageEvent,
  MigrationEvent,
  Platform,
  Target,
} from '../channel.ts';
import { isForUs, mayTalk, pairingIsOn } from './access.ts';
import { answerMessage } from './answer-message.ts';
import { createCards, type CardAnswer } from './cards.ts';
import { runCommand, type CommandParts, type ModelChoiceParts } from './commands.ts';
import { asChatMessage, contentOf } from './content.ts';
import { sessionKey } from './conversations.ts';
import type { Pairing } from './pairing.ts';
import { recover, type Interrupted } from './recover.ts';
import { createSession, type Session } from './session.ts';
import type { Turns } from './turns.ts';

export interface GatewayParts {
  settings: () => Settings;
  records: ChannelRecords;
  channel: (platform: Platform) => Channel | undefined;
  delivery: Delivery;
  turns: Turns;
  approvals: Approvals;
  pairing: Pairing;
  model: ModelChoiceParts;
  /** Ids of the agents, the default first. */
  agents: () => string[];
  readFile: ReadFileText;
  /** A chat has another id: what the settings list of it is listed under that. */
  onMove: (move: MigrationEvent) => void;
  logger: Logger;
  now?: () => number;
}

/** What stands between the chats and the agent. */
export interface Gateway {
  /** Takes up what an ended host has left, once; before any event is handled. */
  open(): Promise<void>;
  /** Takes an event. Resolves once nothing of it can be lost; rejects when it cannot be kept. */
  handle(event: ChannelEvent): Promise<void>;
  /** From now on what ends has ended with the host, and stays in the inbox for the next start. */
  close(): void;
}

/** Text that is older is told of and not answered, in milliseconds. */
const oldestMs = 10 * 60_000;

const yes = /^(yes|y|ok|okay|ja|sure|allow|approve)[.!]?$/i;
const no = /^(no|n|nein|deny)[.!]?$/i;

export function createGateway(parts: GatewayParts): Gateway {
  const { settings, records, delivery, approvals, pairing, logger, now = Date.now } = parts;
  const sessions = new Map<string, Session>();
  const interrupted = new Map<string, Interrupted>();
  /** Chats that were told of old messages. */
  const told = new Set<string>();
  const startedAt = now();
  let closing = false;
  const cards = createCards({ approvals, delivery, records, logger });
  const commandParts: CommandParts = { ...parts, cards, now };

  const say = async (target: Target, text: string, replyTo?: string): Promise<void> => {
    cards.spoke(target);
    await delivery.notify({ target, text, ...(replyTo === undefined ? {} : { replyTo }) });
  };

  /** What need not be waited for, so that the next event is taken at once. */
  const aside = (work: Promise<unknown>, what: string): void => {
    work.catch((error: unknown) => logger.error(`${what} failed`, { error }));
  };

  const sessionOf = (key: string): Session => {
    const found = sessions.get(key);
    if (found) return found;
    const session = createSession({
      busy: () => settings().channels.busy,
      asked: () => cards.waiting(key).length > 0,
      onQueuedBehindQuestion: ({ event }) =>
        aside(
          say(event.target, 'I am waiting for your decision; your message is queued.', event.ref),
          'A notice',
        ),
      answer: (work, begun, steer) => {
        const finishInterrupted = interrupted.get(key);
        interrupted.delete(key);
        return answerMessage(
          { ...parts, cards, say, closing: () => closing, dropped: finishInterrupted?.ids ?? [] },
          { key, work, begun, steer },
        );
      },
      asSteering: async (message) => {
        const channel = parts.channel(message[0]!.event.target.platform);
        if (!channel) return undefined;
        const { item } = await contentOf(message, channel, parts.readFile);
        return item && asChatMessage(item);
      },
      now,
      logger,
    });
    sessions.set(key, session);
    return session;
  };

  const isOld = ({ at }: { at: number }): boolean => now() - at > oldestMs;

  /** One line a chat; the event is noted only after it, so that an end in between tells again. */
  const tellOfOld = async ({ target }: { target: Target }): Promise<void> => {
    const chat = `${target.platform}:${target.chat}`;
    if (told.has(chat)) return;
    told.add(chat);
    await say(
      target,
      'I was away. What was written more than ten minutes ago, and commands from that time, I have not carried out; send it again if it still matters.',
    );
  };

  const takeMessage = async (event: MessageEvent): Promise<void> => {
    if (isOld(event)) {
      await tellOfOld(event);
      await records.note(event.key, now());
      return;
    }
    const key = await sessionKey(records, event.target, event.from);
    const words = event.text.trim();
    const answer = yes.test(words) ? 'once' : no.test(words) ? 'deny' : undefined;
    if (answer && cards.takesWords(key)) {
      if (await records.note(event.key, now())) cards.answer(key, event.from, answer);
      return;
    }
    const receivedAt = now();
    const id = await records.receive({ key: event.key, session: key, event }, receivedAt);
    if (id !== undefined) sessionOf(key).add({ id, receivedAt, event });
  };

  const takeCommand = async (event: CommandEvent): Promise<void> => {
    if (!(await records.note(event.key, now()))) return;
    // Platforms tell whole seconds.
    if (isOld(event) || event.at < startedAt - 1_000) return tellOfOld(event);
    const key = await sessionKey(records, event.target, event.from);
    const session = sessionOf(key);
    const work = async (): Promise<void> => {
      const context = { key, session, interrupted: interrupted.get(key)?.work };
      const answer = await runCommand(event, context, commandParts);
      if (answer !== undefined) await say(event.target, answer, event.ref);
    };
    aside(work(), `/${event.name}`);
  };

  const takeButton = async (event: ButtonEvent): Promise<void> => {
    if (!(await records.note(event.key, now()))) return event.acknowledge();
    const words = cards.press(event.data, event.from);
    await event.acknowledge(buttonWords[words]);
  };

  const takeMove = async (event: MigrationEvent): Promise<void> => {
    const { platform, from, to, key } = event;
    if (!(await records.note(key, now()))) return;
    if ((await records.firstId(platform, to)) === to) {
      await records.noteMove(platform, from, to);
      await delivery.move(platform, from, to);
      parts.onMove(event);
    }
  };

  const takeFromPerson = async (event: Exclude<ChannelEvent, MigrationEvent>): Promise<void> => {
    if (!(await mayTalk({ settings, records }, event.from, event.target))) {
      await turnAway(event);
      return;
    }
    if (event.type === 'button') return takeButton(event);
    if (!isForUs({ settings }, event)) return;
    return event.type === 'command' ? takeCommand(event) : takeMessage(event);
  };

  const turnAway = async (event: Exclude<ChannelEvent, MigrationEvent>): Promise<void> => {
    if (event.type === 'button') return event.acknowledge('You may not decide this.');
    const { from, target } = event;
    logger.info(`${target.platform}: not allowed: ${from.name} (id ${from.id})`);
    if (!pairingIsOn({ settings }, target) || isOld(event)) return;
    const text = await pairing.ask(from, target);
    if (text !== undefined) aside(say(target, text, event.ref), 'A pairing code');
  };

  return {
    async open() {
      aside(cards.clearOld(), 'Taking the buttons off old questions');
      await recover({ ...parts, sessionOf, interrupted, say });
    },
    async handle(event) {
      if (event.type === 'migration') await takeMove(event);
      else await takeFromPerson(event);
    },
    close() {
      closing = true;
      for (const session of sessions.values()) session.close();
    },
  };
}

const buttonWords: Readonly<Record<CardAnswer, string | undefined>> = {
  decided: undefined,
  over: 'This question is over.',
  none: 'This question is over.',
  several: 'This question is over.',
  'not yours': 'Only who asked me can decide this.',
};

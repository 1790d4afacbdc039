import type { ChatMessage } from '../../model/model.ts';
import type { Run } from '../../runs/run.ts';
import type { Target } from '../channel.ts';
import type { Cards } from './cards.ts';
import { contentOf } from './content.ts';
import { sessionRecord } from './conversations.ts';
import type { GatewayParts } from './gateway.ts';
import type { Work } from './session.ts';

/** How long a full queue of runs is waited for before it is tried again, in milliseconds. */
const fullMs = 3_000;

const platformNames = {
  telegram: 'Telegram',
  discord: 'Discord',
  slack: 'Slack',
  whatsapp: 'WhatsApp',
} as const;

export interface AnswerParts extends GatewayParts {
  cards: Cards;
  say: (target: Target, text: string, replyTo?: string) => Promise<void>;
  /** Whether the host ends. */
  closing: () => boolean;
  /** Messages in the inbox that nobody will ask for again. */
  dropped: readonly number[];
}

/** Answers a message: content, run, delivery, files; then it leaves the inbox. Never rejects. */
export async function answerMessage(
  parts: AnswerParts,
  {
    key,
    work,
    begun,
    steer,
  }: { key: string; work: Work; begun: (run: Run) => void; steer: () => ChatMessage[] },
): Promise<void> {
  const { records, delivery, cards, say, logger } = parts;
  const { target, replyTo, turn } = work;
  try {
    const item = work.item ?? (await itemOf(parts, work));
    if (item) {
      const { conversation } = await sessionRecord(records, key);
      const run = await beginWhenThereIsRoom(parts, {
        conversation,
        input: [item],
        instructions: instructionsFor(target),
        client: `${platformNames[target.platform]}: ${work.person.name}`,
        onBegun: (response) => records.begin(work.ids, turn, response),
        onActing: () => records.setState(turn, 'acting'),
        steer,
      });
      begun(run);
      cards.follow(run, { session: key, target, person: work.person, replyTo });
      const delivered = delivery.deliver({ id: answerId(turn), target, replyTo, log: run.log });
      work.onDelivering?.();
      await delivered;
      await run.finished;
      // It is taken up at the next start.
      if (parts.closing()) return;
    }
    await records.finish([...work.ids, ...parts.dropped]);
  } catch (error) {
    if (parts.closing()) return;
    logger.error('A message could not be answered', { error });
    const why = error instanceof Error ? error.message : String(error);
    await say(target, `I could not answer this: ${why}`, replyTo);
    await records.finish(work.ids).catch((failure: unknown) => {
      logger.error('A message stays in the inbox', { error: failure });
    });
  } finally {
    work.onDelivering?.();
  }
}

/** Names the answer to a message for good. */
export function answerId(turn: number): string {
  return `message:${turn}`;
}

async function itemOf(parts: AnswerParts, { target, parts: said, replyTo }: Work) {
  const channel = parts.channel(target.platform);
  if (!channel) return undefined;
  const { item, refused } = await contentOf(said, channel, parts.readFile);
  for (const sentence of new Set(refused)) await parts.say(target, sentence, replyTo);
  return item;
}

async function beginWhenThereIsRoom(
  { turns }: AnswerParts,
  turn: Parameters<AnswerParts['turns']['begin']>[0],
): Promise<Run> {
  for (;;) {
    try {
      return await turns.begin(turn);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'TooManyRunsError')) throw error;
      await new Promise((resolve) => setTimeout(resolve, fullMs));
    }
  }
}

function instructionsFor(target: Target): string {
  const where = target.kind === 'group' ? 'a group' : 'a private chat';
  return (
    `You are talking in ${where} on ${platformNames[target.platform]}; what you write is read on a phone, so be brief. ` +
    'To send a file of the workspace, put MEDIA:/absolute/path on a line of its own.'
  );
}

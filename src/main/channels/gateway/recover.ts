import type { InputItem } from '../../store/response-store.ts';
import type { InboxItem } from '../../store/chats/channel-records.ts';
import type { CommandEvent, MessageEvent, Target } from '../channel.ts';
import type { Part } from './parts.ts';
import { answerId } from './answer-message.ts';
import type { GatewayParts } from './gateway.ts';
import type { Session, Work } from './session.ts';

/** Work that had begun to act when the host ended; it is done again only when somebody asks. */
export interface Interrupted {
  ids: number[];
  work: Work;
}

/** What stands in the inbox: a message, one that is answered again, or the sign of that beside its parts. */
export type Kept = MessageEvent | { retry: InputItem; command: CommandEvent } | { again: true };

export interface RecoverParts extends GatewayParts {
  sessionOf: (key: string) => Session;
  interrupted: Map<string, Interrupted>;
  say: (target: Target, text: string, replyTo?: string) => Promise<void>;
}

/** How long the beginning of runs that begin again is waited for, in milliseconds. */
const takenUpMs = 10_000;

const interruptedWords =
  '⚠️ Hermes Tray was ended while I worked on this, and tools had begun to run. I have not begun again, so that nothing is done twice. /retry does it again.';

/**
 * Takes up what a host has left that ended in whatever moment: answers that were ready are delivered,
 * runs that had done nothing yet begin again, and of those that had, the person is told. Resolves once
 * the delivery knows of all of them: what else it is owed has no run any more.
 */
export async function recover(parts: RecoverParts): Promise<void> {
  const { records, turns, delivery, sessionOf, interrupted, logger } = parts;
  const groups = groupsOf(await records.inbox());
  const begun: Promise<void>[] = [];
  for (const group of groups) {
    const [first] = group;
    const work = workOf(group);
    if (!first || !work) {
      await records.finish(group.map(({ id }) => id));
      continue;
    }
    const session = sessionOf(first.session);
    if (first.state === 'waiting') {
      if (work.item) session.addFirst(work);
      else for (const part of work.parts) session.add(part);
      continue;
    }
    const log = first.response === null ? undefined : await turns.ended(first.response);
    const answer = { id: answerId(work.turn), target: work.target, replyTo: work.replyTo };
    const finish = async (): Promise<void> => {
      if (log) {
        await delivery.deliver({ ...answer, log });
        await records.finish(work.ids);
        return;
      }
      await delivery.deliverText(answer, interruptedWords);
    };
    if (log || first.state === 'acting') {
      if (!log) interrupted.set(first.session, { ids: work.ids, work: { ...work } });
      finish().catch((error: unknown) => logger.error('An answer was not taken up', { error }));
      continue;
    }
    if (first.response !== null) await turns.forget(first.response);
    begun.push(
      new Promise((resolve) => session.addFirst({ ...work, onDelivering: () => resolve() })),
    );
  }
  await Promise.race([Promise.all(begun), timeout(takenUpMs)]);
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Messages that are answered together, in the order of the first of each. */
function groupsOf(items: readonly InboxItem[]): InboxItem[][] {
  const groups = new Map<string, InboxItem[]>();
  for (const item of items) {
    const name = item.turn === null ? `waiting ${item.id}` : `turn ${item.turn}`;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}

function workOf(group: readonly InboxItem[]): Work | undefined {
  const [first] = group;
  if (!first) return undefined;
  const kept = group.map(({ id, receivedAt, event }) => ({
    id,
    receivedAt,
    event: event as Kept,
  }));
  const ids = group.map(({ id }) => id);
  const turn = first.turn ?? first.id;
  const retried = kept.map(({ event }) => event).find((event) => !('again' in event));
  if (!retried || 'again' in retried) return undefined;
  if ('retry' in retried) {
    const { command } = retried;
    const { target, from: person, ref: replyTo } = command;
    return { ids, turn, target, person, replyTo, item: retried.retry, parts: [] };
  }
  const messages = kept.filter((part): part is Part => 'type' in part.event);
  return {
    ids,
    turn,
    target: retried.target,
    person: retried.from,
    replyTo: messages.at(-1)!.event.ref,
    parts: messages,
  };
}

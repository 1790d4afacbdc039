import type { Logger } from '../../log/logger.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { ChatAnswer, ChatAnswers } from '../../store/chat-answers.ts';
import type {
  AnswerToDeliver,
  Delivery,
  DeliveryResult,
  Notice,
  OutgoingFile,
  Outcome,
  Platform,
  SendOptions,
  Target,
  Transport,
} from '../channel.ts';
import { dialectOf } from '../text/dialects.ts';
import { answerSettings } from './answer-settings.ts';
import { answerState, owedForMs, type AnswerState } from './answer-state.ts';
import { AnswerWork } from './answer-work.ts';
import { followRun, giveText, type FollowOptions } from './follow-run.ts';
import { NoticeWork } from './notice-work.ts';
import { newPart } from './parts.ts';
import { Scheduler } from './scheduler.ts';
import { createWriting, type Writing } from './writing.ts';

export interface DeliveryOptions {
  /** The platforms that are switched on. */
  transports: readonly Transport[];
  /** Read for each answer. */
  settings: () => Pick<Settings, 'streaming' | 'channels' | 'telegram'>;
  answers: Pick<ChatAnswers, 'keep' | 'get' | 'owed' | 'move'>;
  /** A file that an answer names, or why it cannot be sent there. Never rejects. */
  openFile: (path: string, target: Target) => Promise<OutgoingFile | string>;
  logger: Logger;
}

interface Route {
  transport: Transport;
  scheduler: Scheduler;
  writing: Writing;
}

/** A notice is tried no longer than this while there is no connection, milliseconds. */
const noticePatienceMs = 60_000;
/** How long closing waits for what is under way, milliseconds. */
const closingMs = 2000;

/** Makes the owner of everything that is written to chats. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { answers, logger } = options;
  const routes = new Map<Platform, Route>(
    options.transports.map((transport) => [
      transport.platform,
      {
        transport,
        scheduler: new Scheduler(transport.limits),
        writing: createWriting(dialectOf(transport.platform), transport.limits),
      },
    ]),
  );
  /** Answers that are not done, by their ids. */
  const works = new Map<string, { work: AnswerWork; release: () => void }>();
  /** Ids of those that are about to be among them. */
  const claimed = new Set<string>();
  /** Ids of those that came to their end: what is read of the store may be older. */
  const ended = new Set<string>();
  const saving = new Map<string, Promise<void>>();
  let closed = false;
  let onIdle = (): void => {};

  /** Notes of one answer are kept in order, each as it is when its turn comes. */
  const save = (
    id: string,
    createdAt: number,
    state: AnswerState,
    done: boolean,
  ): Promise<void> => {
    const before = saving.get(id) ?? Promise.resolve();
    const { platform, chat } = state.target;
    const next = before
      .then(() => answers.keep({ id, platform, chat, createdAt, done, state }))
      .catch((error: unknown) => {
        logger.warn('What a chat is owed could not be stored', { error });
      })
      .finally(() => {
        if (saving.get(id) === next) saving.delete(id);
      });
    saving.set(id, next);
    return next;
  };

  const begin = (
    id: string,
    route: Route,
    createdAt: number,
    state: AnswerState,
  ): { work: AnswerWork; result: Promise<DeliveryResult> } => {
    let told: (result: DeliveryResult) => void = () => {};
    const result = new Promise<DeliveryResult>((resolve) => {
      told = resolve;
    });
    const work = new AnswerWork({
      id,
      state,
      createdAt,
      transport: route.transport,
      writing: route.writing,
      settings: answerSettings(options.settings(), route.transport.platform),
      save: (current, done) => save(id, createdAt, current, done),
      warn: (message) => logger.warn(message, { platform: state.target.platform }),
      onChange: () => route.scheduler.poke(work),
      onResult: (how) => {
        told(how);
        if (!work.over) return;
        route.scheduler.remove(work);
        works.delete(id);
        ended.add(id);
        if (works.size === 0) onIdle();
      },
    });
    works.set(id, { work, release: () => told('owed') });
    return { work, result };
  };

  const deliver = async (
    { id, target, replyTo }: Omit<AnswerToDeliver, 'log'>,
    feed: (work: AnswerWork, route: Route) => Promise<void>,
  ): Promise<DeliveryResult> => {
    const route = routes.get(target.platform);
    if (!route || closed || works.has(id) || claimed.has(id)) return 'owed';
    // While it is read what is known of it, nobody else may take it up.
    claimed.add(id);
    const known = await read(id);
    claimed.delete(id);
    if (known?.done) return 'delivered';
    const createdAt = known?.createdAt ?? Date.now();
    const state = known?.state ?? answerState.parse({ target, replyTo });
    const { work, result } = begin(id, route, createdAt, state);
    route.scheduler.add(work);
    // One whose run had ended has its messages already.
    if (state.finished) await work.finish([]);
    else await feed(work, route);
    return result;
  };

  const read = async (
    id: string,
  ): Promise<{ done: boolean; createdAt: number; state: AnswerState } | undefined> => {
    try {
      const kept = await answers.get(id);
      return kept && { ...kept, state: answerState.parse(kept.state) };
    } catch (error) {
      logger.warn('It could not be read what a chat is owed', { error });
      return undefined;
    }
  };

  /** Brings what was left over to its end. */
  const takeUp = (kept: ChatAnswer, route: Route): void => {
    if ([works, claimed, ended].some((ids) => ids.has(kept.id))) return;
    const { success, data: state } = answerState.safeParse(kept.state);
    if (!success) return;
    state.target.chat = kept.chat;
    const { growing, finished } = state;
    const { work } = begin(kept.id, route, kept.createdAt, state);
    route.scheduler.add(work);
    if (!finished && growing?.ref !== undefined) {
      // Its run is gone: what was shown stays, without its cursor.
      const note = route.writing.escaped('(broken off: Hermes Tray was restarted)');
      const { markup, plain } = growing;
      const text = { markup: `${markup}\n\n${note.markup}`, plain: `${plain}\n\n${note.plain}` };
      work.close([{ ...newPart, ...text }]);
    }
    void work.finish([]);
  };

  /** Makes one call of our own in its turn. */
  const call = (
    target: Target,
    patient: boolean,
    make: (transport: Transport, target: Target, writing: Writing) => Promise<Outcome>,
    again: (outcome: Outcome) => boolean,
  ): Promise<Outcome> => {
    const route = routes.get(target.platform);
    const off: Outcome = { kind: 'unconnected', error: 'the channel is off' };
    if (!route || closed) return Promise.resolve(off);
    const { scheduler, transport, writing } = route;
    return new Promise((resolve) => {
      const work = new NoticeWork({
        target,
        patient,
        call: (there) => make(transport, there, writing),
        again: (outcome) =>
          outcome.kind === 'refused' || outcome.kind === 'unconnected' || again(outcome),
        onEnd: (outcome) => {
          clearTimeout(timer);
          scheduler.remove(work);
          resolve(outcome);
        },
      });
      const late: Outcome = { kind: 'unconnected', error: 'there was no connection in time' };
      const timer = setTimeout(() => work.end(late), noticePatienceMs);
      scheduler.add(work);
    });
  };

  /** Sends or changes a notice; without what is gone, and plain where its markup is not read. */
  const write = (
    { target, text, replyTo, buttons }: Notice,
    send: (
      transport: Transport,
      there: Target,
      written: { text: string; format: 'markup' | 'plain' },
      rest: SendOptions,
    ) => Promise<Outcome>,
  ): Promise<Outcome> => {
    let format: 'markup' | 'plain' = 'markup';
    const there = { ...target };
    let reply = replyTo;
    return call(
      there,
      false,
      (transport, _target, writing) => {
        const written = writing.preview(text) ?? { markup: '…', plain: '…' };
        const shown = { format, text: format === 'plain' ? written.plain : written.markup };
        const rest = {
          ...(reply === undefined ? {} : { replyTo: reply }),
          ...(buttons ? { buttons } : {}),
        };
        return send(transport, there, shown, rest);
      },
      (outcome) => {
        if (outcome.kind === 'unparsed' && format === 'markup') format = 'plain';
        else if (outcome.kind === 'moved') there.chat = outcome.chat;
        else if (outcome.kind !== 'gone') return false;
        else if (outcome.what === 'reply' && reply !== undefined) reply = undefined;
        else if (outcome.what === 'thread' && there.thread !== undefined) delete there.thread;
        else return false;
        return true;
      },
    );
  };

  const followOptions = (
    work: AnswerWork,
    { transport, writing, scheduler }: Route,
    target: Target,
  ): FollowOptions => ({
    work,
    writing,
    edits: transport.limits.edits,
    openFile: (path) => options.openFile(path, target),
    onChange: () => scheduler.poke(work),
  });

  return {
    deliver: ({ log, ...answer }) =>
      deliver(answer, (work, route) => followRun(log, followOptions(work, route, answer.target))),
    deliverText: (answer, markdown) =>
      deliver(answer, (work, route) =>
        giveText(markdown, followOptions(work, route, answer.target)),
      ),
    async notify(notice) {
      const outcome = await write(notice, (transport, there, text, rest) =>
        transport.send(there, text, rest),
      );
      return outcome.kind === 'accepted' ? outcome.ref : undefined;
    },
    async amend(ref, notice) {
      const outcome = await write(notice, (transport, there, text, { buttons }) =>
        transport.edit(there, ref, text, buttons ? { buttons } : {}),
      );
      return outcome.kind === 'accepted' || outcome.kind === 'unchanged';
    },
    sendFile: (target, file, replyTo) =>
      call(
        target,
        true,
        (transport, there) =>
          transport.sendFile(there, file, replyTo === undefined ? {} : { replyTo }),
        () => false,
      ),
    move: (platform, from, to) => answers.move(platform, from, to),
    async resume(platform) {
      const route = routes.get(platform);
      if (!route || closed) return;
      route.scheduler.resume();
      try {
        for (const kept of await answers.owed(platform, Date.now() - owedForMs)) {
          takeUp(kept, route);
        }
      } catch (error) {
        logger.warn('It could not be read what chats are owed', { error });
      }
    },
    async close() {
      closed = true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, closingMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
        if (works.size === 0) onIdle();
      });
      for (const { scheduler } of routes.values()) scheduler.halt();
      for (const { release } of works.values()) release();
      await Promise.all(saving.values());
    },
  };
}

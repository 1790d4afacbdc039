import type { ChatMessage } from '../../model/model.ts';
import type { Logger } from '../../log/logger.ts';
import type { Run } from '../../runs/run.ts';
import type { InputItem } from '../../store/response-store.ts';
import type { Person, Target } from '../channel.ts';
import { firstMessage, quietMs, type Part } from './parts.ts';

/** What a session works on. */
export interface Work {
  /** The inbox's messages that it answers. */
  ids: number[];
  /** Names the answer for good. */
  turn: number;
  target: Target;
  person: Person;
  /** The message to reply to. */
  replyTo: string;
  /** Undefined: made of the parts. */
  item?: InputItem;
  parts: readonly Part[];
  /** Told once the delivery has it, or there is nothing to deliver. */
  onDelivering?: () => void;
}

/** What a session needs of the gateway. */
export interface SessionParts {
  busy: () => 'interrupt' | 'queue' | 'steer';
  /** Whether a question of this session waits for an answer. */
  asked: () => boolean;
  /** Told of a message that waits behind such a question. */
  onQueuedBehindQuestion: (part: Part) => void;
  /** Answers a message; resolves once that is done or owed. Must not reject. */
  answer: (work: Work, begun: (run: Run) => void, steer: () => ChatMessage[]) => Promise<void>;
  /** A message as it is told to a run under way; undefined where nothing can be made of it. */
  asSteering: (parts: readonly Part[]) => Promise<ChatMessage | undefined>;
  now: () => number;
  logger: Logger;
}

/** The messages of one conversation, one after the other. */
export interface Session {
  /** Puts a message, or a part of one, at the end. */
  add(part: Part): void;
  /** Puts work before all that waits. */
  addFirst(work: Work): void;
  /** Stops what is under way. False where nothing is. */
  stop(): boolean;
  /** Takes out what waits; gives the ids. */
  drop(): number[];
  readonly run: Run | undefined;
  readonly waiting: number;
  readonly idle: boolean;
  /** Nothing is begun any more. */
  close(): void;
}

export function createSession(parts: SessionParts): Session {
  const { busy, asked, answer, now, logger } = parts;
  const waiting: Part[] = [];
  const first: Work[] = [];
  let timer: NodeJS.Timeout | undefined;
  let current: { work: Work; run?: Run; stopped: boolean } | undefined;
  let steering: { message: ChatMessage; ids: number[]; parts: readonly Part[] }[] = [];
  let closed = false;

  const take = (count: number): Part[] => waiting.splice(0, count);

  const workOf = (message: readonly Part[]): Work => {
    const { event } = message[0]!;
    return {
      ids: message.map(({ id }) => id),
      turn: message[0]!.id,
      target: event.target,
      person: event.from,
      replyTo: message.at(-1)!.event.ref,
      parts: message,
    };
  };

  /** Looks whether the message at the head is whole, and what it means while something is under way. */
  const look = (): void => {
    clearTimeout(timer);
    if (closed) return;
    const next = !current && first.shift();
    if (next) return begin(next);
    const message = firstMessage(waiting);
    const last = message.at(-1);
    if (!last) return;
    const quiet = last.receivedAt + quietMs(last.event) - now();
    // A part that follows has its own place in the queue, so the message is whole.
    if (quiet > 0 && message.length === waiting.length) {
      timer = setTimeout(look, quiet);
      return;
    }
    if (!current) return begin(workOf(take(message.length)));
    if (asked()) return;
    if (busy() === 'interrupt') stop();
    else if (busy() === 'steer' && current.run) steer(take(message.length));
  };

  const begin = (work: Work): void => {
    const mine: NonNullable<typeof current> = { work, stopped: false };
    current = mine;
    const begun = (run: Run): void => {
      mine.run = run;
      if (mine.stopped) run.cancel('cancelled_by_user');
      // What came while it was made ready is for it too.
      look();
    };
    const takeSteering = (): ChatMessage[] => {
      const taken = steering;
      steering = [];
      work.ids.push(...taken.flatMap(({ ids }) => ids));
      return taken.map(({ message }) => message);
    };
    void answer(work, begun, takeSteering).finally(() => {
      current = undefined;
      // What the run did not hear any more is answered for itself.
      waiting.unshift(...steering.flatMap((unheard) => unheard.parts));
      steering = [];
      look();
    });
  };

  const steer = (message: readonly Part[]): void => {
    const ids = message.map(({ id }) => id);
    parts.asSteering(message).then(
      (told) => {
        if (!told || !current) waiting.unshift(...message);
        else steering.push({ message: told, ids, parts: message });
        look();
      },
      (error: unknown) => {
        logger.warn('A message could not be told to the run under way', { error });
        waiting.unshift(...message);
      },
    );
  };

  const stop = (): boolean => {
    if (!current) return false;
    current.stopped = true;
    current.run?.cancel('cancelled_by_user');
    return true;
  };

  return {
    add(part) {
      if (current && asked()) parts.onQueuedBehindQuestion(part);
      waiting.push(part);
      look();
    },
    addFirst(work) {
      first.push(work);
      look();
    },
    stop,
    drop() {
      clearTimeout(timer);
      const ids = [...waiting.map(({ id }) => id), ...first.flatMap((work) => work.ids)];
      waiting.length = 0;
      first.length = 0;
      return ids;
    },
    get run() {
      return current?.run;
    },
    get waiting() {
      return waiting.length + first.length;
    },
    get idle() {
      return !current && waiting.length === 0 && first.length === 0;
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

import type { ChatKind, Limits, Outcome } from '../channel.ts';
import { Window } from './window.ts';

/** What goes first when not everything may go: the smaller number. */
export const urgency = { notice: 0, final: 1, growth: 2, rest: 3, typing: 4 } as const;
type Urgency = (typeof urgency)[keyof typeof urgency];

/** What is known of a chat's pace. */
export interface Pace {
  /** By how much the time between two edits is longer than usual: doubled by each refusal. */
  slowness: number;
}

/** What a work would do next. */
export interface Wish {
  urgency: Urgency;
  /** Milliseconds since the epoch. */
  notBefore: number;
}

/** Something that makes calls to one chat, one at a time. */
export interface Work {
  readonly chat: string;
  readonly kind: ChatKind;
  /** What it would do next, and when at the earliest; undefined: nothing for now. */
  next(pace: Pace): Wish | undefined;
  /** Makes that one call. Undefined: none was needed after all. */
  perform(): Promise<Outcome | undefined>;
}

interface Lane {
  works: Set<Work>;
  busy: boolean;
  window: Window;
  /** Nothing is sent to the chat before. */
  blockedUntil: number;
  slowness: number;
  /** Calls that came to nothing, in a row. */
  failures: number;
}

const longestBackoffMs = 30_000;

/**
 * Decides which call to a platform is made when: within what the platform allows to each chat and to
 * all, one call a chat at a time, the most urgent first and then who has waited longest. A chat that
 * was refused waits alone. Nothing here sleeps: there is one timer, for the next moment that counts.
 */
export class Scheduler {
  readonly #limits: Limits;
  readonly #lanes = new Map<string, Lane>();
  readonly #window: Window;
  #blockedUntil = 0;
  #halted = false;
  #timer: { at: number; handle: NodeJS.Timeout } | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#window = new Window(limits.platform);
  }

  add(work: Work): void {
    let lane = this.#lanes.get(work.chat);
    if (!lane) {
      const window = new Window(this.#limits.chat[work.kind]);
      lane = { works: new Set(), busy: false, window, blockedUntil: 0, slowness: 1, failures: 0 };
      this.#lanes.set(work.chat, lane);
    }
    lane.works.add(work);
    this.#wakeAt(Date.now());
  }

  /** The work has nothing more to do. */
  remove(work: Work): void {
    const lane = this.#lanes.get(work.chat);
    lane?.works.delete(work);
  }

  /** The work may have something to do, or something more urgent. */
  poke(work: Work): void {
    const lane = this.#lanes.get(work.chat);
    if (!lane || lane.busy || this.#halted) return;
    const step = this.#stepOf(lane, Date.now());
    if (step) this.#wakeAt(step.at);
  }

  /** Makes no further call until `resume`. */
  halt(): void {
    this.#halted = true;
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
  }

  resume(): void {
    this.#halted = false;
    this.#blockedUntil = 0;
    for (const lane of this.#lanes.values()) {
      if (lane.failures > 0) lane.blockedUntil = 0;
      lane.failures = 0;
    }
    this.#wakeAt(Date.now());
  }

  #wakeAt(at: number): void {
    if (this.#halted) return;
    if (this.#timer && this.#timer.at <= at) return;
    clearTimeout(this.#timer?.handle);
    const handle = setTimeout(
      () => {
        this.#timer = undefined;
        this.#pump();
      },
      Math.min(Math.max(0, at - Date.now()), 2 ** 31 - 1),
    );
    this.#timer = { at, handle };
  }

  #pump(): void {
    const now = Date.now();
    for (;;) {
      let best: Step | undefined;
      let next = Number.POSITIVE_INFINITY;
      for (const lane of this.#lanes.values()) {
        if (lane.busy) continue;
        const step = this.#stepOf(lane, now);
        if (!step) continue;
        if (step.at > now) next = Math.min(next, step.at);
        else if (!best || isBefore(step, best)) best = step;
      }
      if (!best) {
        if (next !== Number.POSITIVE_INFINITY) this.#wakeAt(next);
        return;
      }
      void this.#perform(best, now);
    }
  }

  /** What a chat would do next. `at`: when it may; `since`: from when it wanted to. */
  #stepOf(lane: Lane, now: number): Step | undefined {
    let best: Step | undefined;
    for (const work of lane.works) {
      const wish = work.next(lane);
      if (!wish) continue;
      const reserved = wish.urgency >= urgency.growth;
      const { chat, platform } = this.#limits;
      const reserveOf = (calls: number): number => (reserved ? Math.floor(calls / 8) : 0);
      const at = Math.max(
        wish.notBefore,
        lane.blockedUntil,
        this.#blockedUntil,
        // A sign that somebody types is no message.
        wish.urgency === urgency.typing
          ? now
          : lane.window.freeAt(now, reserveOf(chat[work.kind].calls)),
        this.#window.freeAt(now, reserveOf(platform.calls)),
      );
      const step = { lane, work, urgency: wish.urgency, at, since: wish.notBefore };
      const mayGo = at <= now;
      if (!best || (mayGo === best.at <= now ? isBefore(step, best) : mayGo)) best = step;
    }
    return best;
  }

  async #perform({ lane, work, urgency: urgent }: Step, now: number): Promise<void> {
    lane.busy = true;
    this.#window.add(now);
    if (urgent !== urgency.typing) lane.window.add(now);
    const outcome = await work.perform();
    lane.busy = false;
    if (outcome) this.#learn(lane, outcome, urgent);
    if (lane.works.size === 0) {
      lane.slowness = 1;
      if (lane.blockedUntil <= Date.now()) this.#forgetLater(work.chat, lane);
    }
    this.#wakeAt(Date.now());
  }

  /** A chat's window holds for the calls that were made, so it is not forgotten before. */
  #forgetLater(chat: string, lane: Lane): void {
    const { perMs } = this.#limits.chat.group;
    setTimeout(() => {
      if (lane.works.size === 0 && !lane.busy) this.#lanes.delete(chat);
    }, perMs).unref();
  }

  #learn(lane: Lane, outcome: Outcome, urgent: Urgency): void {
    const now = Date.now();
    switch (outcome.kind) {
      case 'accepted':
      case 'unchanged':
        lane.failures = 0;
        return;
      case 'refused':
        if (outcome.scope === 'platform') this.#blockedUntil = now + outcome.retryAfterMs;
        else lane.blockedUntil = now + outcome.retryAfterMs;
        lane.slowness *= 2;
        return;
      case 'unconnected':
      case 'unanswered':
        if (urgent === urgency.typing) return;
        lane.blockedUntil = now + Math.min(longestBackoffMs, 1000 * 2 ** lane.failures);
        lane.failures += 1;
        return;
      case 'token refused':
        this.halt();
        return;
      case 'unparsed':
      case 'too long':
      case 'gone':
      case 'closed':
      case 'moved':
      case 'failed':
    }
  }
}

interface Step {
  lane: Lane;
  work: Work;
  urgency: Urgency;
  at: number;
  since: number;
}

function isBefore(a: Step, b: Step): boolean {
  return a.urgency === b.urgency ? a.since < b.since : a.urgency < b.urgency;
}

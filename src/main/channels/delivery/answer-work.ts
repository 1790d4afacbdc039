import type {
  ChatKind,
  DeliveryResult,
  OutgoingText,
  Outcome,
  SendOptions,
  Transport,
} from '../channel.ts';
import type { AnswerSettings } from './answer-settings.ts';
import { doneState, owedForMs, type AnswerState, type Part } from './answer-state.ts';
import { GrowingMessage } from './growing-message.ts';
import { fileOf, halve, marked, newPart, nonceOf, textOf } from './parts.ts';
import { urgency, type Pace, type Wish, type Work } from './scheduler.ts';
import { cursor, type Writing } from './writing.ts';

export interface AnswerWorkOptions {
  id: string;
  state: AnswerState;
  /** Milliseconds since the epoch. */
  createdAt: number;
  transport: Transport;
  writing: Writing;
  settings: AnswerSettings;
  /** Keeps the state; on disk when it resolves. Never rejects. */
  save: (state: AnswerState, done: boolean) => Promise<void>;
  warn: (message: string) => void;
  /** There is something else to do. */
  onChange: () => void;
  /** How far it was brought; `owed` may be followed by another one. */
  onResult: (result: DeliveryResult) => void;
}

type Step =
  | { do: 'part'; part: Part; notBefore: number }
  | { do: 'tools' | 'growth' | 'typing'; notBefore: number };

/** Waits before a message is sent again of which nobody knows whether it arrived, in milliseconds. */
const doubtDelays = [30_000, 300_000];
/** A sign that somebody types is given no longer than this without any news of the run. */
const typingPatienceMs = 10 * 60_000;
/** Least time between two notes of how far a message has grown. */
const growthNotesMs = 3000;

/**
 * One answer on its way to a chat: what its messages must show in the end (`parts`), the message that
 * grows meanwhile, one for the tools, and the sign that somebody types. It makes one call when the
 * scheduler says so, and takes in how that ended.
 */
export class AnswerWork implements Work {
  readonly chat: string;
  readonly kind: ChatKind;
  /** The text that grows. */
  growth: GrowingMessage;
  /** What the tools do. */
  readonly tools = new GrowingMessage('');
  readonly #options: AnswerWorkOptions;
  readonly #state: AnswerState;
  /** When a doubtful part is sent again. */
  readonly #retryAt = new Map<Part, number>();
  /** What messages show that parts have taken over, by their ids. */
  readonly #standing = new Map<string, string>();
  /** A finished part that takes over the message which is being sent right now. */
  #adopting: { part: Part; growth: GrowingMessage } | undefined;
  #growthInFlight = false;
  #notedAt = 0;
  #typedAt = 0;
  #newsAt = Date.now();
  #asking = 0;
  #failed = false;
  #over = false;

  constructor(options: AnswerWorkOptions) {
    this.#options = options;
    this.#state = options.state;
    this.chat = options.state.target.chat;
    this.kind = options.state.target.kind;
    const { growing, lost, parts } = this.#state;
    // It was being sent when the host died.
    if (growing && growing.ref === undefined) {
      lost.push(growing.markup);
      this.#state.growing = undefined;
    }
    this.growth = new GrowingMessage(cursor, growing?.ref);
    for (const part of parts) {
      if (part.shown === 'perhaps') part.doubts = Math.max(1, part.doubts);
    }
  }

  get settings(): AnswerSettings {
    return this.#options.settings;
  }

  get over(): boolean {
    return this.#over;
  }

  /** The run lives. `asking`: it waits for a person (1), or no longer (-1). */
  news(asking = 0): void {
    this.#newsAt = Date.now();
    this.#asking = Math.max(0, this.#asking + asking);
  }

  /** The text that grows has come to its end: these are its messages. */
  close(parts: Part[]): void {
    const ended = this.growth;
    this.growth = new GrowingMessage(cursor);
    const { growing } = this.#state;
    // Nothing is left of what was shown: it stays, without its cursor.
    const closing = parts.length === 0 && growing ? [{ ...newPart, ...growing }] : parts;
    const [first] = closing;
    this.#state.parts.push(...closing);
    if (first && this.#growthInFlight) this.#adopting = { part: first, growth: ended };
    else if (first) this.#adopt(first, ended);
    this.#options.onChange();
  }

  /** Nothing more comes but these; on disk when it resolves. */
  async finish(parts: Part[]): Promise<void> {
    this.#state.parts.push(...parts);
    this.#state.finished = true;
    await this.#save();
    this.#settle();
    this.#options.onChange();
  }

  next({ slowness }: Pace): Wish | undefined {
    const step = this.#step(slowness);
    if (!step) return undefined;
    const { notBefore } = step;
    if (step.do === 'part') return { urgency: urgency.final, notBefore };
    if (step.do === 'typing') return { urgency: urgency.typing, notBefore };
    return { urgency: this.#state.finished ? urgency.rest : urgency.growth, notBefore };
  }

  async perform(): Promise<Outcome | undefined> {
    const now = Date.now();
    if (now > this.#options.createdAt + owedForMs) {
      this.#giveUpAll('it has been owed for a day');
      return undefined;
    }
    // When was decided by the scheduler; this decides what.
    const step = this.#step(1);
    if (!step || step.notBefore > now) return undefined;
    switch (step.do) {
      case 'part':
        return this.#performPart(step.part);
      case 'growth':
        return this.#performGrowth(this.growth);
      case 'tools':
        return this.#performTools();
      case 'typing':
        this.#typedAt = now;
        return this.#options.transport.typing(this.#state.target);
    }
  }

  #step(slowness: number): Step | undefined {
    if (this.#over) return undefined;
    const { parts, finished } = this.#state;
    const part = parts.find(({ shown }) => shown === 'no');
    if (part) return { do: 'part', part, notBefore: 0 };
    const { growth, tools, settings } = this;
    const { typingMs, minEditMs } = this.#options.transport.limits;
    const usual = Math.max(settings.editMs, minEditMs[this.kind]);
    const grows = !finished && settings.streams && growth.due;
    // Once the answer is given, lines of tools are only brought up to date.
    if (tools.due && (tools.ref !== undefined || !finished)) {
      const notBefore = tools.notBefore(usual, slowness);
      const first =
        tools.ref === undefined || !grows || notBefore < growth.notBefore(usual, slowness);
      if (first) return { do: 'tools', notBefore };
    }
    if (grows) return { do: 'growth', notBefore: growth.notBefore(usual, slowness) };
    const doubtful = parts.find(({ shown }) => shown === 'perhaps');
    if (doubtful) {
      return { do: 'part', part: doubtful, notBefore: this.#retryAt.get(doubtful) ?? 0 };
    }
    const quiet = finished || growth.ref !== undefined || this.#asking > 0 || typingMs === 0;
    const notBefore = this.#typedAt + typingMs * 0.8;
    if (quiet || notBefore > this.#newsAt + typingPatienceMs) return undefined;
    return { do: 'typing', notBefore };
  }

  async #performPart(given: Part): Promise<Outcome> {
    const { transport, writing } = this.#options;
    const { parts, target } = this.#state;
    const part = marked(given, parts, writing, transport.limits.finished);
    if (part.ref !== undefined && !part.file) {
      const text = textOf(part);
      // It stands there already, and its cursor was never sent.
      const stands = this.#standing.get(part.ref) === text.text;
      const outcome: Outcome = stands
        ? { kind: 'unchanged' }
        : await transport.edit(target, part.ref, text, {});
      return this.#tookPart(part, outcome, true);
    }
    const options = this.#sendOptions(parts.indexOf(part));
    part.shown = 'perhaps';
    await this.#save();
    const outcome = await (part.file
      ? transport.sendFile(target, fileOf(part, part.file), options)
      : transport.send(target, textOf(part), options));
    return this.#tookPart(part, outcome, false);
  }

  async #tookPart(part: Part, outcome: Outcome, editing: boolean): Promise<Outcome> {
    // It is known what became of it, unless it is said below that it is not.
    part.shown = 'no';
    switch (outcome.kind) {
      case 'accepted':
        part.ref = outcome.ref;
        part.shown = 'yes';
        break;
      case 'unchanged':
        part.shown = 'yes';
        break;
      case 'unanswered':
        if (!editing && !this.#options.transport.limits.nonces) this.#doubt(part);
        break;
      case 'too long':
        if (!halve(part, this.#state.parts)) this.#giveUp(part, 'it is too long');
        break;
      case 'unparsed':
        if (part.format === 'plain') this.#giveUp(part, outcome.error);
        part.format = 'plain';
        break;
      case 'gone':
        if (!this.#without(outcome.what, part)) this.#giveUp(part, `the ${outcome.what} is gone`);
        break;
      case 'failed':
        // It may be too old to be edited: its text is sent as a new message.
        if (editing) part.ref = undefined;
        else this.#giveUp(part, outcome.error);
        break;
      case 'closed':
        this.#giveUpAll(outcome.error);
        return outcome;
      case 'moved':
        this.#state.target.chat = outcome.chat;
        break;
      case 'unconnected':
      case 'refused':
      case 'token refused':
    }
    await this.#save();
    const waits = ['unconnected', 'refused', 'token refused', 'unanswered'].includes(outcome.kind);
    if (this.#state.finished && waits) this.#options.onResult('owed');
    this.#settle();
    return outcome;
  }

  async #performGrowth(growth: GrowingMessage): Promise<Outcome | undefined> {
    const { transport, writing } = this.#options;
    const written = writing.preview(growth.text);
    const shown = growth.next(written);
    if (!written || !shown) return undefined;
    const { target } = this.#state;
    const { ref } = growth;
    if (ref !== undefined) {
      this.#state.growing = { ...written, ref };
      if (Date.now() - this.#notedAt > growthNotesMs) {
        this.#notedAt = Date.now();
        void this.#save();
      }
      const outcome = await transport.edit(target, ref, shown, {});
      this.#tookGrowth(growth, outcome, shown);
      return outcome;
    }
    this.#growthInFlight = true;
    this.#state.growing = { ...written };
    const options = this.#sendOptions(this.#state.parts.length);
    await this.#save();
    const outcome = await transport.send(target, shown, options);
    this.#growthInFlight = false;
    if (outcome.kind === 'unanswered') this.#state.lost.push(written.markup);
    // Of an accepted one the id is noted, so that its cursor is taken away after a crash too.
    this.#state.growing =
      outcome.kind === 'accepted' ? { ...written, ref: outcome.ref } : undefined;
    this.#tookGrowth(growth, outcome, shown);
    await this.#save();
    return outcome;
  }

  #tookGrowth(growth: GrowingMessage, outcome: Outcome, shown: OutgoingText): void {
    growth.took(outcome, shown);
    this.#tookAny(outcome);
    if (growth.ref === undefined) this.#state.growing = undefined;
    if (this.#adopting?.growth !== growth) return;
    this.#adopt(this.#adopting.part, growth);
    this.#adopting = undefined;
  }

  async #performTools(): Promise<Outcome | undefined> {
    const { transport, writing } = this.#options;
    const { ref, text } = this.tools;
    const shown = this.tools.next(writing.preview(text));
    const { target } = this.#state;
    const outcome =
      shown &&
      (await (ref === undefined
        ? transport.send(target, shown, { silent: true })
        : transport.edit(target, ref, shown, {})));
    if (outcome) {
      this.tools.took(outcome, shown);
      this.#tookAny(outcome);
    }
    this.#settle();
    return outcome;
  }

  #tookAny(outcome: Outcome): void {
    if (outcome.kind === 'gone') this.#without(outcome.what, undefined);
    if (outcome.kind === 'closed') this.#giveUpAll(outcome.error);
    if (outcome.kind === 'moved') this.#state.target.chat = outcome.chat;
  }

  /** A finished part takes over the message that grew. */
  #adopt(part: Part, growth: GrowingMessage): void {
    this.#state.growing = undefined;
    if (growth.ref !== undefined) {
      part.ref = growth.ref;
      if (growth.shown !== undefined) this.#standing.set(growth.ref, growth.shown);
    }
    if (!this.#state.lost.includes(part.markup)) return;
    part.doubts = 1;
    if (part.ref !== undefined) return;
    part.shown = 'perhaps';
    this.#retryAt.set(part, Date.now() + doubtDelays[0]!);
  }

  #doubt(part: Part): void {
    this.#retryAt.set(part, Date.now() + (doubtDelays[part.doubts] ?? 0));
    part.doubts += 1;
    part.shown = part.doubts > doubtDelays.length ? 'yes' : 'perhaps';
    if (part.shown === 'yes') {
      this.#options.warn('A message was sent three times, and nobody knows whether it arrived');
    }
  }

  /** Goes on without what is gone. False where it was not asked for. */
  #without(what: 'reply' | 'thread' | 'message', part: Part | undefined): boolean {
    const { replyTo, target } = this.#state;
    if (what === 'reply') {
      this.#state.replyTo = undefined;
      return replyTo !== undefined;
    }
    if (what === 'thread') {
      const { thread } = target;
      delete target.thread;
      return thread !== undefined;
    }
    const asked = part?.ref !== undefined;
    if (part) part.ref = undefined;
    return asked;
  }

  #sendOptions(index: number): SendOptions {
    const { id, settings, transport } = this.#options;
    const { replyTo, parts } = this.#state;
    const first = parts.slice(0, index).every(({ file }) => file !== undefined);
    const replies = settings.replyTo === 'all' || (settings.replyTo === 'first' && first);
    return {
      ...(replyTo !== undefined && replies ? { replyTo } : {}),
      ...(transport.limits.nonces ? { nonce: nonceOf(id, index) } : {}),
    };
  }

  #giveUp(part: Part, why: string): void {
    part.shown = 'yes';
    this.#failed = true;
    this.#options.warn(`A part of an answer could not be delivered: ${why}`);
  }

  #giveUpAll(why: string): void {
    this.#failed = true;
    this.#options.warn(`An answer could not be delivered: ${why}`);
    this.#end();
  }

  /** Tells once the chat shows everything; the work ends when the lines of tools are right too. */
  #settle(): void {
    if (this.#over || !this.#state.finished) return;
    if (!this.#state.parts.every(({ shown }) => shown === 'yes')) return;
    if (this.tools.ref !== undefined && this.tools.due)
      this.#options.onResult(this.#failed ? 'given up' : 'delivered');
    else this.#end();
  }

  #end(): void {
    this.#over = true;
    void this.#options.save(doneState(this.#state), true);
    this.#options.onResult(this.#failed ? 'given up' : 'delivered');
  }

  #save(): Promise<void> {
    return this.#over ? Promise.resolve() : this.#options.save(this.#state, false);
  }
}

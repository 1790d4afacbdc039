import { setMaxListeners } from 'node:events';
import type { Agent, AgentRequest, Resumption } from '../agent/agent.ts';
import type { ChatMessage } from '../model/model.ts';
import type {
  CancelReason,
  RunEvent,
  RunEventPayload,
  RunStatus,
  Usage,
} from '../../shared/run-events.ts';
import { addUsage, hasRunTools, noUsage } from '../../shared/run-events.ts';
import { RunLog } from './run-log.ts';
import { titleOf } from './run-title.ts';
import type { RequestMark, Run, RunEnding, RunOrigin } from './run.ts';
import type { RunsOptions } from './runs.ts';
import { takeOver } from './take-over.ts';

/** How a run gets its request, and what must be done before anyone is told of its end. */
export interface RunWork {
  /** Called once, at once, with the run it prepares; may wait its turn in a conversation. */
  prepare(signal: AbortSignal, run: Run): Promise<AgentRequest>;
  /** Called at once in place of `prepare` each time the run goes on; it has its request. */
  resume?(signal: AbortSignal, run: Run): Promise<void>;
  /**
   * Called once in each attempt with its final event, whatever it is, before that event is logged;
   * what it stores is on disk when a watcher sees the end. If it rejects, the run fails with that
   * error.
   */
  finish?(ending: RunEnding, run: Run): Promise<void>;
  /** Goes on when no client watches. */
  background?: boolean;
  /** Left out: a repetition of the request is not known for one. */
  mark?: RequestMark;
}

/** How a run goes on. */
export interface ResumeOptions {
  /** Whether the client is shown the answer as it comes, this time. */
  streamed: boolean;
  /** Changes what the run works with. */
  extend?: (work: RunWork) => RunWork;
}

interface ActiveRunOptions {
  id: string;
  /** Counts the runs of this host: clocks jump. */
  number: number;
  origin: RunOrigin;
  /** Goes on when no client watches. */
  background: boolean;
  mark: RequestMark | undefined;
  agent: Agent;
  describeError: RunsOptions['describeError'];
  modelName: () => string;
  acquireSlot: (signal: AbortSignal) => Promise<() => void>;
  graceMs: number;
  onChange: () => void;
}

/** The reason of a run's abort signal. */
class RunCancelled extends Error {
  override readonly name = 'RunCancelled';
  constructor(readonly reason: CancelReason) {
    super(`The run was stopped: ${reason}`);
  }
}

/** A run from its start to its final event. */
export class ActiveRun implements Run {
  readonly id: string;
  readonly number: number;
  readonly origin: RunOrigin;
  readonly mark: RequestMark | undefined;
  readonly createdAt = Date.now();
  readonly messages: ChatMessage[] = [];
  log = new RunLog();
  finished!: Promise<void>;
  attempts = 1;
  status: RunStatus = 'queued';
  request: AgentRequest | undefined;
  title = '';

  readonly #options: ActiveRunOptions;
  #abort!: AbortController;
  #resolveFinished!: () => void;
  #usage: Usage = noUsage;
  #holders = 0;
  #graceTimer: NodeJS.Timeout | undefined;
  /** What it takes to go on, where it may. */
  #kept: { work: RunWork; request: AgentRequest } | undefined;
  #unheard = false;

  constructor(options: ActiveRunOptions) {
    this.#options = options;
    this.id = options.id;
    this.number = options.number;
    this.origin = options.origin;
    this.mark = options.mark;
    this.#begin();
  }

  /** Does the work; called once by the registry. It is kept only while the run may go on. */
  start(work: RunWork): void {
    void this.#perform(work, undefined);
  }

  /** What the run keeps to go on, once it broke off after tools; undefined where it cannot. */
  get resumable(): AgentRequest | undefined {
    return this.#kept?.request;
  }

  /** Whether it ended, and nobody who asked for it was there. */
  get unheard(): boolean {
    return this.#unheard;
  }

  /** Lets go of what it would need to go on. */
  abandon(): void {
    this.#kept = undefined;
  }

  /** Goes on where it broke off; called by the registry, for a run that is `resumable`. */
  resume({ streamed, extend = (work) => work }: ResumeOptions): void {
    const { work, request } = this.#kept!;
    this.#kept = undefined;
    const because = reasonOf(this.log.events.at(-1)!);
    const { events, resumption } = takeOver(this.log.events, this.messages);
    this.log = new RunLog(Date.now, events);
    this.messages.splice(0, Number.POSITIVE_INFINITY, ...resumption.messages);
    this.request = { ...request, streamed };
    this.#usage = resumption.usage;
    this.#unheard = false;
    this.attempts += 1;
    this.status = 'queued';
    this.#begin();
    this.log.append({ type: 'run.resumed', attempt: this.attempts, because });
    void this.#perform(extend(work), resumption);
  }

  #begin(): void {
    this.#abort = new AbortController();
    // Every tool call under way listens, and there may be many.
    setMaxListeners(0, this.#abort.signal);
    this.finished = new Promise((resolve) => {
      this.#resolveFinished = resolve;
    });
  }

  get stopping(): boolean {
    return this.#abort.signal.aborted && !this.log.closed;
  }

  cancel(reason: CancelReason): void {
    if (!this.log.closed) this.#abort.abort(new RunCancelled(reason));
  }

  hold(): () => void {
    clearTimeout(this.#graceTimer);
    this.#holders += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders > 0 || this.log.closed || this.#options.background) return;
      if (this.#options.graceMs === 0) this.cancel('client_disconnected');
      else {
        this.#graceTimer = setTimeout(
          () => this.cancel('client_disconnected'),
          this.#options.graceMs,
        );
      }
    };
  }

  async #perform(work: RunWork, resumption: Resumption | undefined): Promise<void> {
    let ending: RunEnding;
    let release: (() => void) | undefined;
    try {
      const { signal } = this.#abort;
      if (resumption) await work.resume?.(signal, this);
      else {
        this.request = await work.prepare(signal, this);
        this.title = titleOf(this.request.messages);
      }
      release = await this.#options.acquireSlot(signal);
      if (!resumption) {
        this.#emit({ type: 'run.started', runId: this.id, model: this.#options.modelName() });
      }
      this.#setStatus('in_progress');
      const { outcome } = await this.#options.agent(this.request!, {
        runId: this.id,
        emit: (event) => this.#emit(event),
        signal,
        record: (message) => this.messages.push(message),
        ...(resumption ? { resumption } : {}),
      });
      ending = { type: 'run.completed', outcome };
    } catch (error) {
      ending = this.#endingFor(error);
    }
    try {
      await work.finish?.(ending, this);
    } catch (error) {
      ending = this.#failure(error);
    }
    release?.();
    clearTimeout(this.#graceTimer);
    if (this.mark && this.request && mayGoOn(ending, this.log.events)) {
      this.#kept = { work, request: this.request };
    }
    this.request = undefined;
    this.#unheard = this.#holders === 0 && !this.#options.background;
    this.status = statusAfter(ending);
    this.log.append(ending);
    // A call that broke leaves those beside it under way.
    if (ending.type === 'run.failed') this.#abort.abort();
    this.#options.onChange();
    this.#resolveFinished();
  }

  #endingFor(error: unknown): RunEnding {
    const { reason } = this.#abort.signal as { reason: unknown };
    if (this.#abort.signal.aborted && reason instanceof RunCancelled) {
      const afterTools = hasRunTools(this.log.events);
      return { type: 'run.cancelled', reason: reason.reason, usage: this.#usage, afterTools };
    }
    return this.#failure(error);
  }

  #failure(error: unknown): RunEnding {
    const afterTools = hasRunTools(this.log.events);
    const described = this.#options.describeError(error, { afterTools });
    return { type: 'run.failed', error: described, usage: this.#usage };
  }

  #emit(event: RunEventPayload): void {
    if (event.type === 'model.finished' && event.usage) {
      this.#usage = addUsage(this.#usage, event.usage);
    }
    this.log.append(event);
  }

  #setStatus(status: RunStatus): void {
    this.status = status;
    this.#options.onChange();
  }
}

/** Whether a run that ended so may go on when its request comes again; a person's stop is final. */
function mayGoOn(ending: RunEnding, events: readonly RunEvent[]): boolean {
  if (!hasRunTools(events)) return false;
  return (
    ending.type === 'run.failed' ||
    (ending.type === 'run.cancelled' && ending.reason !== 'cancelled_by_user')
  );
}

/** Why it broke off, for people. */
function reasonOf(ending: RunEvent): string {
  if (ending.type === 'run.failed') return ending.error.message;
  return ending.type === 'run.cancelled' && ending.reason === 'server_stopped'
    ? 'The server was switched off.'
    : 'The client left.';
}

function statusAfter(ending: RunEnding): RunStatus {
  switch (ending.type) {
    case 'run.completed':
      return ending.outcome.status;
    case 'run.failed':
      return 'failed';
    case 'run.cancelled':
      return 'cancelled';
  }
}

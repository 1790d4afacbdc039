import { setMaxListeners } from 'node:events';
import type { Agent, AgentRequest } from '../agent/agent.ts';
import type { ChatMessage } from '../model/model.ts';
import type { CancelReason, RunEventPayload, RunStatus, Usage } from '../../shared/run-events.ts';
import { addUsage, hasRunTools, noUsage } from '../../shared/run-events.ts';
import { RunLog } from './run-log.ts';
import { titleOf } from './run-title.ts';
import type { Run, RunEnding, RunOrigin } from './run.ts';
import type { RunsOptions } from './runs.ts';

/** How a run gets its request, and what must be done before anyone is told of its end. */
export interface RunWork {
  /** Called once, at once, with the run it prepares; may wait its turn in a conversation. */
  prepare(signal: AbortSignal, run: Run): Promise<AgentRequest>;
  /**
   * Called once with the final event, whatever it is, before that event is logged; what it stores is
   * on disk when a watcher sees the end. If it rejects, the run fails with that error.
   */
  finish?(ending: RunEnding, run: Run): Promise<void>;
  /** Goes on when no client watches. */
  background?: boolean;
}

interface ActiveRunOptions {
  id: string;
  /** Counts the runs of this host: clocks jump. */
  number: number;
  origin: RunOrigin;
  /** Goes on when no client watches. */
  background: boolean;
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
  readonly log = new RunLog();
  readonly createdAt = Date.now();
  readonly finished: Promise<void>;
  readonly messages: ChatMessage[] = [];
  status: RunStatus = 'queued';
  request: AgentRequest | undefined;
  title = '';

  readonly #options: ActiveRunOptions;
  readonly #abort = new AbortController();
  #resolveFinished!: () => void;
  #usage: Usage = noUsage;
  #holders = 0;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(options: ActiveRunOptions) {
    this.#options = options;
    this.id = options.id;
    this.number = options.number;
    this.origin = options.origin;
    // Every tool call under way listens, and there may be many.
    setMaxListeners(0, this.#abort.signal);
    this.finished = new Promise((resolve) => {
      this.#resolveFinished = resolve;
    });
  }

  /** Does the work; called once by the registry. It is not kept: it may hold megabytes of images. */
  start(work: RunWork): void {
    void this.#perform(work);
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

  async #perform(work: RunWork): Promise<void> {
    let ending: RunEnding;
    let release: (() => void) | undefined;
    try {
      const { signal } = this.#abort;
      this.request = await work.prepare(signal, this);
      this.title = titleOf(this.request.messages);
      release = await this.#options.acquireSlot(signal);
      this.#emit({ type: 'run.started', runId: this.id, model: this.#options.modelName() });
      this.#setStatus('in_progress');
      const { outcome } = await this.#options.agent(this.request, {
        runId: this.id,
        emit: (event) => this.#emit(event),
        signal,
        record: (message) => this.messages.push(message),
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
    this.request = undefined;
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

import { randomUUID } from 'node:crypto';
import type { Agent, AgentRequest } from '../agent/agent.ts';
import { ActiveRun, type ResumeOptions, type RunWork } from './active-run.ts';
import { EndedRuns } from './ended-runs.ts';
import type { Run, RunOrigin } from './run.ts';
import { Slots } from '../system/slots.ts';
import { TooManyRunsError } from './too-many-runs-error.ts';
import { weightOf } from './weight.ts';
import type { CancelReason, RunError } from '../../shared/run-events.ts';

export interface RunsOptions {
  agent: Agent;
  /** Turns what a run threw into what watchers are told. `afterTools`: some had run by then. */
  describeError: (error: unknown, context: { afterTools: boolean }) => RunError;
  /** Read at every start, so a change applies at once. */
  limits: () => {
    maxConcurrentRuns: number;
    maxQueuedRuns: number;
    disconnectGraceSeconds: number;
  };
  /** The model's name for the log. */
  modelName: () => string;
}

/** Finished runs kept for the inspector, and for clients that attach again. */
const keptRuns = 200;
/** What they may take together, in bytes: a run may hold megabytes of text and images. */
const keptBytes = 64 * 2 ** 20;

/** All runs of this host: those under way, those waiting, and the latest finished ones. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #active = new Map<string, ActiveRun>();
  /** Finished runs and what they weigh, oldest first. */
  readonly #finished = new Map<string, { run: ActiveRun; bytes: number }>();
  #finishedBytes = 0;
  /** Those that may be asked for again. */
  readonly #ended = new EndedRuns();
  #started = 0;
  readonly #slots: Slots;
  readonly #listeners = new Set<(run: Run) => void>();

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#slots = new Slots(() => options.limits().maxConcurrentRuns);
  }

  /**
   * Starts a run, or queues it when enough are under way.
   * @param work the request itself, or how to prepare it and what to do before its end is told
   * @throws {TooManyRunsError} when the queue is full
   */
  start(work: AgentRequest | RunWork, origin: RunOrigin): Run {
    this.#refuseTooMany();
    const { disconnectGraceSeconds } = this.#options.limits();
    this.#started += 1;
    const run = new ActiveRun({
      number: this.#started,
      id: `run_${randomUUID().replaceAll('-', '')}`,
      origin,
      background: 'prepare' in work && work.background === true,
      mark: 'prepare' in work ? work.mark : undefined,
      agent: this.#options.agent,
      describeError: this.#options.describeError,
      modelName: this.#options.modelName,
      acquireSlot: (signal) => this.#slots.acquire(signal),
      graceMs: disconnectGraceSeconds * 1000,
      onChange: () => this.#changed(run),
    });
    this.#active.set(run.id, run);
    run.start(asWork(work));
    this.#changed(run);
    return run;
  }

  /**
   * The runs that a request may repeat, newest first: those under way, and those that ended within
   * the last 10 minutes, once tools had run, by breaking off, by a person's stop, or with an answer
   * that nobody heard.
   */
  repeatable(): { run: Run; ending: 'none' | 'broke off' | 'stopped' | 'unheard' }[] {
    const ended = this.#ended.list().map((run) => ({ run, ending: endingOf(run) }));
    const active = this.active().toReversed();
    return [...active.map((run) => ({ run, ending: 'none' as const })), ...ended];
  }

  /**
   * Lets a run go on that broke off: all it had done stands, only the model call that failed is made
   * again. Nothing happens where it goes on already.
   * @returns the run; undefined where it cannot go on (any more)
   * @throws {TooManyRunsError} when the queue is full
   */
  resume(id: string, options: ResumeOptions): Run | undefined {
    const active = this.#active.get(id);
    if (active) return active;
    const run = this.#ended.list().find((each) => each.id === id);
    if (!run?.resumable) return undefined;
    this.#refuseTooMany();
    this.#ended.take(id);
    const finished = this.#finished.get(id);
    if (finished) {
      this.#finished.delete(id);
      this.#finishedBytes -= finished.bytes;
    }
    this.#active.set(id, run);
    run.resume(options);
    this.#changed(run);
    return run;
  }

  /** Lets go of what a run that broke off would need to go on. */
  abandon(id: string): void {
    this.#ended.take(id)?.abandon();
  }

  get(id: string): Run | undefined {
    return this.#active.get(id) ?? this.#finished.get(id)?.run;
  }

  /** Every run known, newest first. */
  list(): Run[] {
    const finished = [...this.#finished.values()].map(({ run }) => run);
    return [...finished, ...this.#active.values()].sort((a, b) => b.number - a.number);
  }

  /** Runs under way or waiting, oldest first. */
  active(): Run[] {
    return [...this.#active.values()];
  }

  /** Calls the listener for every run that is new or whose status changed. Returns an unsubscribe function. */
  onChange(listener: (run: Run) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits until no run is under way, at most `ms` milliseconds; then stops the rest and waits for them. */
  async drain(ms: number, reason: CancelReason): Promise<void> {
    const all = Promise.all(this.active().map((run) => run.finished));
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([all, patience]);
    clearTimeout(timer);
    for (const run of this.active()) run.cancel(reason);
    await Promise.all(this.active().map((run) => run.finished));
  }

  #refuseTooMany(): void {
    const { maxConcurrentRuns, maxQueuedRuns } = this.#options.limits();
    if (this.#active.size >= maxConcurrentRuns + maxQueuedRuns) {
      throw new TooManyRunsError(maxConcurrentRuns, maxQueuedRuns);
    }
  }

  #changed(run: ActiveRun): void {
    if (run.log.closed && this.#active.delete(run.id)) {
      this.#keep(run);
      this.#ended.add(run);
    }
    for (const listener of this.#listeners) listener(run);
  }

  #keep(run: ActiveRun): void {
    const bytes = weightOf([run.origin, run.messages, run.log.events]);
    this.#finished.set(run.id, { run, bytes });
    this.#finishedBytes += bytes;
    for (const [id, oldest] of this.#finished) {
      if (this.#finished.size <= keptRuns && this.#finishedBytes <= keptBytes) break;
      // The latest one stays, whatever it weighs: its client may still be reading.
      if (this.#finished.size === 1) break;
      this.#finished.delete(id);
      this.#finishedBytes -= oldest.bytes;
    }
  }
}

// Apart from `start`, whose functions live as long as the run and would all hold on to the request.
function asWork(work: AgentRequest | RunWork): RunWork {
  return 'prepare' in work ? work : { prepare: () => Promise.resolve(work) };
}

function endingOf(run: ActiveRun): 'broke off' | 'stopped' | 'unheard' {
  if (run.resumable) return 'broke off';
  return run.status === 'cancelled' ? 'stopped' : 'unheard';
}

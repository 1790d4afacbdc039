import { hasRunTools } from '../../shared/run-events.ts';
import type { ActiveRun } from './active-run.ts';
import { weightOf } from './weight.ts';

/** How long a request that comes again is taken for a repetition. */
const keptMs = 10 * 60 * 1000;
/** Runs kept at most, and what they may take together, in bytes. */
const most = { runs: 100, bytes: 64 * 2 ** 20 };

interface Kept {
  run: ActiveRun;
  bytes: number;
  /** Milliseconds since the epoch. */
  endedAt: number;
  timer: NodeJS.Timeout;
}

/**
 * Runs that ended a short while ago, had run tools by then, and may be asked for again: those that
 * broke off, those that a person stopped, and those whose answer nobody heard.
 */
export class EndedRuns {
  /** By their ids, oldest first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** Keeps a run that has just ended, if its request may come again. */
  add(run: ActiveRun): void {
    const { log, messages, resumable, status } = run;
    if (!run.mark || !hasRunTools(log.events)) return;
    if (!resumable && status !== 'cancelled' && !run.unheard) return;
    const bytes = weightOf([messages, log.events, resumable]);
    const timer = setTimeout(() => this.take(run.id)?.abandon(), keptMs).unref();
    this.#kept.set(run.id, { run, bytes, timer, endedAt: log.events.at(-1)!.at });
    this.#bytes += bytes;
    // Its digest is made now, so that the request itself need not be kept.
    void run.mark.content();
    for (const [id] of this.#kept) {
      if (this.#kept.size <= most.runs && this.#bytes <= most.bytes) break;
      this.take(id)?.abandon();
    }
  }

  /** Those that ended not too long ago, newest first. */
  list(): ActiveRun[] {
    const now = Date.now();
    const late = [...this.#kept.values()].filter(({ endedAt }) => now - endedAt > keptMs);
    for (const { run } of late) this.take(run.id)?.abandon();
    return [...this.#kept.values()].map(({ run }) => run).toReversed();
  }

  /** Takes a run out; undefined where it is not kept. */
  take(id: string): ActiveRun | undefined {
    const kept = this.#kept.get(id);
    if (!kept) return undefined;
    clearTimeout(kept.timer);
    this.#kept.delete(id);
    this.#bytes -= kept.bytes;
    return kept.run;
  }
}

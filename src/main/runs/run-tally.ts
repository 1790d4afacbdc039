import type { RunEvent, ToolFailure } from '../../shared/run-events.ts';

/** What the events of a run add up to. */
export class RunTally {
  /** Of its tool calls, how many came to nothing, by how. */
  readonly failures: Record<ToolFailure, number> = { refused: 0, timed_out: 0, failed: 0 };

  /** Counts an event in. */
  add(event: RunEvent): void {
    if (event.type === 'tool.finished' && event.failure) this.failures[event.failure] += 1;
  }
}

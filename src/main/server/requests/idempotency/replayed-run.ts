import { RunLog } from '../../../runs/run-log.ts';
import type { Run, RunOrigin } from '../../../runs/run.ts';
import type { RunEvent, RunStatus } from '../../../../shared/run-events.ts';

/** What is kept of a run that is over. */
export interface KeptRun {
  id: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** The whole log; the last event is a final one. */
  events: readonly RunEvent[];
}

/**
 * A run that is over, as it is kept, for those who watch runs: its log is complete, holding and
 * cancelling it have no effect.
 * @param origin where the request came from that is answered with it
 */
export function replayedRun({ id, createdAt, events }: KeptRun, origin: RunOrigin): Run {
  let at = createdAt;
  const log = new RunLog(() => at);
  for (const event of events) {
    at = event.at;
    log.append(event);
  }
  return {
    id,
    origin,
    attempts: 1,
    mark: undefined,
    request: undefined,
    title: '',
    log,
    createdAt,
    status: statusOf(events.at(-1)),
    stopping: false,
    messages: [],
    finished: Promise.resolve(),
    cancel: () => {},
    hold: () => () => {},
  };
}

function statusOf(ending: RunEvent | undefined): RunStatus {
  if (ending?.type === 'run.completed') return ending.outcome.status;
  return ending?.type === 'run.cancelled' ? 'cancelled' : 'failed';
}

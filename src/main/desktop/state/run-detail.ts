import type { RunDetail, RunView } from '../../../shared/desktop-state.ts';
import type { RunEvent } from '../../../shared/run-events.ts';
import type { Run } from '../../runs/run.ts';

/** Data URLs longer than this are shortened for the window. */
const longestDataUrl = 120;

/** Joins neighbouring deltas of the same kind, so that a long answer is one event and not thousands. */
export function joinDeltas(events: readonly RunEvent[]): RunEvent[] {
  const joined: RunEvent[] = [];
  // Pieces are collected and joined once: adding them up one by one is quadratic.
  let pieces: string[] = [];
  const flush = (): void => {
    const last = joined.at(-1);
    if (pieces.length > 1 && last && isDelta(last)) {
      joined[joined.length - 1] = { ...last, text: pieces.join('') };
    }
    pieces = [];
  };
  for (const event of events) {
    if (isDelta(event) && joined.at(-1)?.type === event.type) {
      pieces.push(event.text);
      continue;
    }
    flush();
    joined.push(event);
    if (isDelta(event)) pieces = [event.text];
  }
  flush();
  return joined;
}

/** A run for the inspector: its request, redacted, and what has happened so far. */
export function runDetail(run: Run, view: RunView): RunDetail {
  const { method, path, requestId, headers, body } = run.origin;
  return {
    run: view,
    request: { method, path, requestId, headers, body: readable(body) },
    events: joinDeltas(run.log.events),
    next: run.log.events.length,
  };
}

function readable(body: unknown): string {
  const shorten = (_key: string, value: unknown): unknown =>
    typeof value === 'string' && value.startsWith('data:') && value.length > longestDataUrl
      ? `${value.slice(0, 60)}… (${value.length} characters)`
      : value;
  return JSON.stringify(body, shorten, 2) ?? '';
}

function isDelta(event: RunEvent): event is Extract<RunEvent, { text: string }> {
  return event.type === 'text.delta' || event.type === 'reasoning.delta';
}

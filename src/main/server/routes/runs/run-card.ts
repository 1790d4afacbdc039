import type { Run } from '../../../runs/run.ts';
import { responseIdOf } from '../responses/output/item-ids.ts';

/** A run as the API lists it. */
export interface RunCard {
  id: string;
  object: 'run';
  status: Run['status'];
  /** How often it was begun or gone on with: once, and once more for each repetition of its request. */
  attempts: number;
  /** The API it came through. */
  api: Run['origin']['api'];
  client: string;
  request_id: string;
  /** The response it makes; null where it makes none. */
  response_id: string | null;
  /** Seconds since the epoch. */
  created_at: number;
  /** Seconds since the epoch; null while it goes on. */
  completed_at: number | null;
  /** Events in its log so far. */
  events: number;
}

/** What the API tells of a run, without what was said in it. */
export function runCard(run: Run): RunCard {
  const { api, client, requestId } = run.origin;
  const { closed, events } = run.log;
  return {
    id: run.id,
    object: 'run',
    status: run.status,
    attempts: run.attempts,
    api,
    client,
    request_id: requestId,
    response_id: api === 'responses' ? responseIdOf(run.id) : null,
    created_at: Math.floor(run.createdAt / 1000),
    completed_at: closed ? Math.floor(events.at(-1)!.at / 1000) : null,
    events: events.length,
  };
}

import type { RunEvent, RunEventPayload } from '../../shared/run-events.ts';
import { isFinal } from '../../shared/run-events.ts';
import { RunTally } from './run-tally.ts';

export type RunListener = (event: RunEvent, position: number) => void;

/**
 * The event log of one run. Appending calls every subscriber in the same tick, so all that came in
 * one network chunk can leave in one write.
 */
export class RunLog {
  readonly #events: RunEvent[];
  readonly #listeners = new Set<RunListener>();
  #closed = false;
  readonly #now: () => number;
  /** What its events add up to so far. */
  readonly tally = new RunTally();

  /** @param begun events that stand in it from the beginning; none of them is a final one */
  constructor(now: () => number = Date.now, begun: readonly RunEvent[] = []) {
    this.#now = now;
    this.#events = [...begun];
    for (const event of begun) this.tally.add(event);
  }

  /** All events so far; an event's index is its position. */
  get events(): readonly RunEvent[] {
    return this.#events;
  }

  /** Whether the final event is logged; nothing is appended after it. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Logs an event and tells the subscribers.
   * After the final event this does nothing: late output of a stopped tool is no news.
   */
  append(payload: RunEventPayload): void {
    if (this.#closed) return;
    const event = stamped(payload, this.#now());
    const position = this.#events.push(event) - 1;
    this.tally.add(event);
    if (isFinal(event)) this.#closed = true;
    for (const listener of this.#listeners) listener(event, position);
    if (this.#closed) this.#listeners.clear();
  }

  /**
   * Hands over every event from `position` on, which may still be to come: those already logged at
   * once, the others as they come. Returns an unsubscribe function; the subscription ends by itself after
   * the final event.
   */
  subscribe(position: number, listener: RunListener): () => void {
    // Events appended by a listener during the replay are seen by the loop, so none is lost or doubled.
    for (let index = position; index < this.#events.length; index += 1) {
      listener(this.#events[index]!, index);
    }
    if (this.#closed) return () => {};
    const fromThere: RunListener = (event, at) => {
      if (at >= position) listener(event, at);
    };
    const waiting = position > this.#events.length ? fromThere : listener;
    this.#listeners.add(waiting);
    return () => this.#listeners.delete(waiting);
  }
}

/**
 * Nearly all of a log are pieces of text: they are made in the cheapest way. A spread must not come
 * first: V8 gives what is added to such a copy a shape of its own each time, at a microsecond an event.
 */
function stamped(payload: RunEventPayload, at: number): RunEvent {
  return payload.type === 'text.delta' || payload.type === 'reasoning.delta'
    ? { type: payload.type, text: payload.text, at }
    : { at, ...payload };
}

import type { ServerResponse } from 'node:http';
import type { RunEvent, RunEventPayload } from '../../../shared/run-events.ts';
import type { Run, RunEnding } from '../../runs/run.ts';
import type { ApiError } from '../errors/api-error.ts';
import { describeCancellation, fromRunError } from '../errors/error-response.ts';
import { SseWriter } from './sse-writer.ts';

/**
 * How long a stream's headers wait for its first event: long enough for a wrong key or a dead model
 * service to be told by an HTTP status.
 */
export const headerHoldMs = 250;

export interface StreamRunOptions {
  /** Frames sent with the headers. */
  preamble: string;
  /** The whole frames that tell of an event; empty for none. Called once per event, in order. */
  encode: (event: RunEvent) => string;
  keepaliveMs: number;
  /** See `SseWriter`. */
  keepaliveFrame?: string | undefined;
  /** The frame after two seconds without one, empty for none; see `SseWriter`. */
  beat?: () => string;
  /**
   * How long the headers may wait for something to show, so that an early failure is still told by
   * its HTTP status. 0: they are sent at once.
   */
  headerHoldMs: number;
}

/**
 * Streams a run to one client, from its first event. The client's leaving releases the run. Resolves
 * when either has ended; to an error where the run failed before anything was sent.
 *
 * A slow client is fed from the run's log as it reads, so it holds no memory beyond the log.
 */
export function streamRun(
  run: Run,
  response: ServerResponse,
  options: StreamRunOptions,
): Promise<ApiError | undefined> {
  return new Promise((resolve) => {
    const { keepaliveMs, keepaliveFrame, preamble, headerHoldMs, encode, beat } = options;
    const { log } = run;
    const writer = new SseWriter(response, { keepaliveMs, keepaliveFrame, preamble, beat });
    const release = run.hold();
    let next = 0;
    let unsubscribe = (): void => {};

    const finish = (error?: ApiError): void => {
      clearTimeout(hold);
      response.off('close', leave);
      unsubscribe();
      release();
      resolve(error);
    };
    const leave = (): void => finish();
    const pump = (): void => {
      while (next < log.events.length && !writer.full) {
        const event = log.events[next]!;
        next += 1;
        const failure = failureOf(event);
        if (failure && !writer.begun) {
          finish(failure);
          return;
        }
        writer.write(encode(event));
      }
      if (log.closed && next === log.events.length) {
        writer.end();
        finish();
      }
    };

    const hold = setTimeout(() => writer.open(), headerHoldMs);
    if (response.destroyed) {
      finish();
      return;
    }
    if (headerHoldMs === 0) writer.open();
    response.once('close', leave);
    writer.onReady = pump;
    unsubscribe = log.subscribe(log.events.length, pump);
    pump();
  });
}

/**
 * Waits for the end of a run whose answer comes in one piece; the client's leaving releases the run.
 * @returns the final event; undefined where the client has gone
 */
export async function whenFinished(
  run: Run,
  response: ServerResponse,
): Promise<RunEnding | undefined> {
  const release = run.hold();
  response.once('close', release);
  if (response.destroyed) release();
  await run.finished;
  return response.destroyed ? undefined : (run.log.events.at(-1) as RunEnding);
}

/** What the client is told when this event ended its run without an answer. */
export function failureOf(event: RunEventPayload): ApiError | undefined {
  if (event.type === 'run.failed') return fromRunError(event.error);
  if (event.type === 'run.cancelled') {
    return fromRunError(describeCancellation(event.reason, event.afterTools));
  }
  return undefined;
}

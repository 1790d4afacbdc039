import type { Response } from 'express';
import type { RunEvent } from '../../../../../shared/run-events.ts';
import { isFinal } from '../../../../../shared/run-events.ts';
import { failureOf, streamRun, whenFinished } from '../../../streaming/stream-run.ts';
import { bodyOf, progressOf, type KnownResponse } from '../known-response.ts';
import { doneFrame, frameOf, keepaliveEvent, type ResponseEvent } from './stream-events.ts';

export interface StreamOptions {
  /** The number of the last event the client has; -1 for none. */
  startingAfter: number;
  keepaliveMs: number;
  /** Whether comments keep the client waiting, or only events do. */
  silence: 'comment' | 'event';
  /** See `streamRun`. */
  headerHoldMs: number;
}

/**
 * Sends the events of a response, those of the past at once and the others as they come.
 * @throws {ApiError} when the run fails before anything was sent
 */
export async function streamResponse(
  known: KnownResponse,
  response: Response,
  { startingAfter, keepaliveMs, silence, headerHoldMs }: StreamOptions,
): Promise<void> {
  const progress = progressOf(known);
  const framesOf = (events: ResponseEvent[]): string =>
    events
      .filter((event) => event.sequence_number > startingAfter)
      .map(frameOf)
      .join('');
  const failure = await streamRun(known.run, response, {
    preamble: framesOf(progress.opening()),
    encode: (event: RunEvent) =>
      framesOf(progress.apply(event)) + (isFinal(event) ? doneFrame : ''),
    keepaliveMs,
    keepaliveFrame: silence === 'event' ? keepaliveEvent : undefined,
    headerHoldMs,
  });
  if (failure) throw failure;
}

/**
 * Sends the response object once its run is over. Incomplete and stopped responses are sent too and
 * say so; a failed one is an error, since a client takes what it gets with 200 for an answer.
 * @throws {ApiError} when the run failed
 */
export async function answerWhenDone(known: KnownResponse, response: Response): Promise<void> {
  const ending = await whenFinished(known.run, response);
  if (!ending) return;
  if (ending.type === 'run.failed') throw failureOf(ending)!;
  response.json(bodyOf(known));
}

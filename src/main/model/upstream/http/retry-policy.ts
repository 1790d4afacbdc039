import { setTimeout as delay } from 'node:timers/promises';
import type { HttpAnswer } from './http-sender.ts';

/** Repeats after the first attempt. */
const maxRetries = 3;
/** A service that wants more time is not waited for: the person is told instead. Milliseconds. */
const longestWaitMs = 60_000;

/**
 * How long to wait before the next attempt, in milliseconds; undefined when there is none.
 * @param retry how many retries there were
 * @param askedMs what the service asked for, if it did; never shortened
 * @param baseMs the first wait; each further one is twice as long, all are shortened at random by
 *   up to a half, so that many clients do not come back at once
 */
export function retryWaitMs(
  retry: number,
  askedMs: number | undefined,
  { baseMs, random = Math.random }: { baseMs: number; random?: () => number },
): number | undefined {
  if (retry >= maxRetries) return undefined;
  if (askedMs !== undefined) return askedMs <= longestWaitMs ? askedMs : undefined;
  return baseMs * 2 ** retry * (1 - random() / 2);
}

/**
 * The wait a service asks for, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a
 * date. Undefined when it asks for none, or nothing that can be read.
 * @param now milliseconds since the epoch
 */
export function askedWaitMs(headers: HttpAnswer['headers'], now: number): number | undefined {
  const ms = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (ms >= 0) return ms;
  const text = headers['retry-after'];
  if (typeof text !== 'string') return undefined;
  const seconds = Number(text);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** @throws the signal's reason when it is aborted meanwhile */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

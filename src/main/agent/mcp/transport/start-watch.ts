import { setTimeout as delay } from 'node:timers/promises';
import { McpServerError } from '../mcp-error.ts';
import type { McpLimits } from '../mcp-limits.ts';

/** How often we look whether a starting server works, of the time it may be idle. */
const looksPerIdleTime = 8;

/**
 * Rejects when a server that starts is to be given up. One that works is left alone: a first start
 * by npx or uvx downloads and unpacks for minutes, and one that is killed meanwhile begins anew, and
 * never gets there. What shows work is whatever grows in `activity`: time on the processor, output.
 * @throws {McpServerError} when it did nothing for `startIdleMs`, or took longer than `longestStartMs`;
 *   the signal's reason when aborted
 */
export async function watchStart(
  activity: () => Promise<number>,
  limits: Pick<McpLimits, 'startIdleMs' | 'longestStartMs'>,
  signal: AbortSignal,
): Promise<never> {
  const startedAt = performance.now();
  let lastSign = startedAt;
  let before = -1;
  for (;;) {
    await delay(limits.startIdleMs / looksPerIdleTime, undefined, { signal, ref: false });
    const now = performance.now();
    const present = await activity();
    if (present > before) lastSign = now;
    before = present;
    if (now - lastSign >= limits.startIdleMs) {
      const seconds = Math.round((now - startedAt) / 1000);
      throw new McpServerError(
        `It did not answer within ${seconds} s, and did nothing in the last ${limits.startIdleMs / 1000} s`,
      );
    }
    if (now - startedAt >= limits.longestStartMs) {
      throw new McpServerError(
        `It did not answer within ${limits.longestStartMs / 60_000} minutes`,
      );
    }
  }
}

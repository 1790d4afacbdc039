import { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';

/** Shortenings of one conversation for one call. */
const mostShortenings = 2;
/** What is left after one that was not enough, of what should have fitted. */
const further = 0.6;

/**
 * Asks, and, where the service says that the conversation is longer than its model reads, shortens it
 * and asks again.
 * @param shorten takes how many tokens fit in all, by our estimate; false where nothing can be shortened
 * @throws what `ask` throws, if it is something else or nothing helps
 */
export async function untilItFits<Reply>(
  ask: () => Promise<Reply>,
  shorten: (fittingTokens: number) => Promise<boolean>,
): Promise<Reply> {
  for (let shortenings = 0; ; shortenings += 1) {
    try {
      return await ask();
    } catch (error) {
      const isTooLong = error instanceof UpstreamError && error.kind === 'too_long';
      const { fittingTokens } = error as UpstreamError;
      if (!isTooLong || fittingTokens === undefined || shortenings === mostShortenings) throw error;
      if (!(await shorten(Math.floor(fittingTokens * further ** shortenings)))) throw error;
    }
  }
}

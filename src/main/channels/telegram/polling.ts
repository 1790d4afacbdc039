import type { Update } from 'grammy/types';
import { BotCallError, type BotApi } from './bot-api.ts';

export interface PollingOptions {
  api: BotApi;
  /**
   * Takes a batch. It is confirmed to the platform, by the next poll, only once this has resolved; if
   * it rejects, the batch comes again.
   */
  take: (updates: Update[]) => Promise<void>;
  /** Told of each answer to a poll, before what it brought is taken. */
  onAnswer: () => void;
}

/** How long a poll waits for something to come, in seconds. */
const waitSeconds = 30;

/**
 * Polls for updates until the signal is aborted. The runner's own fetcher repeats failed polls and
 * prints them with their address, which holds the token: ours ends at the first one.
 * @throws {BotCallError} when a poll fails; what `take` throws
 */
export async function poll(options: PollingOptions, signal: AbortSignal): Promise<void> {
  const { createRunner, createSource } = await import('@grammyjs/runner');
  const { api, take, onAnswer } = options;
  let offset = 0;
  // The first one is answered at once: whether we are connected is to be known.
  let timeout = 0;
  const source = createSource<Update>({
    async supply(_size, ended) {
      const updates = await api.call(
        'getUpdates',
        { offset, timeout, limit: 100, allowed_updates: ['message', 'callback_query'] },
        ended as AbortSignal,
      );
      timeout = waitSeconds;
      onAnswer();
      return updates;
    },
  });
  const runner = createRunner(source, {
    async handle(updates) {
      if (updates.length > 0) await take(updates);
      offset = Math.max(offset, ...updates.map(({ update_id: id }) => id + 1));
      return Number.POSITIVE_INFINITY;
    },
    size: () => 0,
    snapshot: () => [],
  });
  signal.throwIfAborted();
  runner.start();
  const task = runner.task();
  const stop = (): void => void runner.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await task;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Why polling ended, as far as it decides what to do about it. */
export type PollingTrouble =
  | { kind: 'token refused' }
  | { kind: 'conflict'; webhook: boolean }
  | { kind: 'wait'; ms: number }
  | { kind: 'other'; error: string };

/** What a failed call means for the connection. By its code: words are the platform's to change. */
export function troubleOf(error: unknown): PollingTrouble {
  if (!(error instanceof BotCallError)) {
    return { kind: 'other', error: error instanceof Error ? error.message : String(error) };
  }
  const { failure } = error;
  if (failure.kind !== 'refused') {
    const words = failure.kind === 'unconnected' ? 'no connection' : 'no answer';
    return { kind: 'other', error: `${words}${failure.error ? ` (${failure.error})` : ''}` };
  }
  const { code, description, retryAfterSeconds } = failure;
  // A malformed token is a 404 at some servers.
  if (code === 401 || code === 404) return { kind: 'token refused' };
  if (code === 409) return { kind: 'conflict', webhook: /webhook/i.test(description) };
  if (code === 429) return { kind: 'wait', ms: (retryAfterSeconds ?? 5) * 1000 };
  return { kind: 'other', error: `${code} ${description}` };
}

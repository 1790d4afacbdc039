/** All places for runs, and all places to wait for one, are taken. */
export class TooManyRunsError extends Error {
  override readonly name = 'TooManyRunsError';
  readonly retryAfterSeconds = 5;

  constructor(maxConcurrentRuns: number, maxQueuedRuns: number) {
    super(
      `${maxConcurrentRuns} runs are under way and ${maxQueuedRuns} wait. Wait a few seconds, ` +
        'or raise "Runs at once" or "Queue length" in Hermes Tray, Settings › Server.',
    );
  }
}

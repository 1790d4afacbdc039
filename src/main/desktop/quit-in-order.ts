import type { App } from 'electron';
import type { Logger } from '../log/logger.ts';

/**
 * Holds back the end of the app until everything is closed, one after the other, however it was asked
 * to quit. Gives back the same closing for what must happen before an update is installed.
 */
export function quitInOrder(
  app: App,
  close: () => Promise<void>,
  logger: Logger,
): () => Promise<void> {
  let closing: Promise<void> | undefined;
  let closed = false;
  const closeOnce = (): Promise<void> =>
    (closing ??= close()
      .catch((error: unknown) => logger.error('Not everything could be closed', { error }))
      .then(() => {
        closed = true;
      }));
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void closeOnce().then(() => app.quit());
  });
  return closeOnce;
}

import type { Host } from '../host.ts';

/** Starts the server with the app, if the person wants it. What goes wrong is seen in its state. */
export async function startServerOnLaunch({ server, settings, logger }: Host): Promise<void> {
  if (!settings.current.app.startServerOnLaunch) return;
  try {
    await server.start();
  } catch (error) {
    logger.error('The server could not be started', { error });
  }
}

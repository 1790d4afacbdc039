import { clipboard } from 'electron';
import type { Host } from '../host.ts';

/** What both the tray and the window let the person do. */
export interface Actions {
  startServer: () => Promise<void>;
  stopServer: () => Promise<void>;
  /** Saves a port that is free now, and starts the server on it. */
  useFreePort: () => Promise<void>;
  /** Does nothing while no server runs. */
  copyBaseUrl: () => Promise<void>;
  copyApiKey: () => Promise<void>;
  stopRun: (id: string) => void;
  stopAllRuns: () => void;
}

/** Makes the actions for one host. */
export function createActions({ server, settings, secrets, runs, logger }: Host): Actions {
  return {
    startServer: () => server.start(),
    stopServer: () => server.stop(),
    async useFreePort() {
      const port = await server.findFreePort();
      logger.info('A free port was chosen', { port });
      settings.update({ server: { port } });
      await server.start();
    },
    async copyBaseUrl() {
      const { url } = server.state;
      if (url !== undefined) await clipboard.writeText(`${url}/v1`);
    },
    copyApiKey: async () => clipboard.writeText(secrets.get('apiKey') ?? ''),
    stopRun: (id) => runs.get(id)?.cancel('cancelled_by_user'),
    stopAllRuns() {
      for (const run of runs.active()) run.cancel('cancelled_by_user');
    },
  };
}

import type { Logger } from '../../log/logger.ts';
import type { Secrets, SettingsStore } from '../../settings/settings-store.ts';
import type { ServerControl } from './server-control.ts';

interface RebindParts {
  settings: SettingsStore;
  secrets: Secrets;
  logger: Logger;
}

/**
 * A new host or port takes effect at once where the server runs; a key taken away from a server that
 * the network reaches stops it, and the state says why. Gives back what ends that.
 */
export function rebindOnChange(
  { settings, secrets, logger }: RebindParts,
  server: ServerControl,
): () => void {
  const rebind = (): void => {
    if (server.state.status === 'stopped' || server.state.status === 'stopping') return;
    server.restart().catch((error: unknown) => {
      logger.child('server').error('The server could not be moved', { error });
    });
  };
  const ends = [
    settings.onChange(({ server: next }, { server: previous }) => {
      if (next.host !== previous.host || next.port !== previous.port) rebind();
    }),
    secrets.onChange((name) => {
      const open = name === 'apiKey' && secrets.get('apiKey') === undefined;
      if (open && server.boundToNetwork) rebind();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

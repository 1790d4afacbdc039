import { clipboard } from 'electron';
import type { Host } from '../../../host.ts';
import { generateApiKey } from '../../../settings/secrets/api-key.ts';
import type { Actions } from '../../actions.ts';
import type { CallHandlers } from '../handle-calls.ts';

type ServerCalls = Pick<
  CallHandlers,
  | 'startServer'
  | 'stopServer'
  | 'useFreePort'
  | 'rotateApiKey'
  | 'setSecret'
  | 'revealSecret'
  | 'copySecret'
  | 'copyBaseUrl'
  | 'copyText'
>;

/** The server's switch, its port, and the keys. */
export function serverCalls({ secrets }: Host, actions: Actions): ServerCalls {
  return {
    startServer: actions.startServer,
    stopServer: actions.stopServer,
    useFreePort: actions.useFreePort,
    copyBaseUrl: actions.copyBaseUrl,
    rotateApiKey: () => secrets.set('apiKey', generateApiKey()),
    setSecret: ({ name, value }) => secrets.set(name, value === '' ? undefined : value),
    revealSecret: ({ name }) => secrets.get(name) ?? null,
    copySecret: async ({ name }) => clipboard.writeText(secrets.get(name) ?? ''),
    copyText: async ({ text }) => clipboard.writeText(text),
  };
}

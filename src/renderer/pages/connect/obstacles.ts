import type { ServerView } from '../../../shared/desktop-state.ts';
import type { ConnectableClient } from '../../../shared/clients/client.ts';
import { mayCall } from '../../../shared/origins.ts';
import type { Settings } from '../../../shared/settings.ts';

/** Something that would keep a client from connecting, and what can be done about it. */
export interface Obstacle {
  kind: 'warning' | 'info';
  title: string;
  text: string;
  fix?:
    | { label: string; action: 'start' | 'open-server' }
    | { label: string; action: 'allow'; origin: string };
}

/** What the obstacles depend on. */
export interface Situation {
  server: ServerView;
  settings: Settings['server'];
  keySet: boolean;
  /** As `process.platform`. */
  platform: string;
}

/** What stands between this client and the server as both are now. */
export function obstaclesOf(client: ConnectableClient, situation: Situation): Obstacle[] {
  const { server, settings, keySet, platform } = situation;
  const rules = { allowedOrigins: settings.allowedOrigins, keySet };
  const obstacles: Obstacle[] = [];
  if (server.state !== 'running') {
    obstacles.push({
      kind: 'warning',
      title: 'The server is off',
      text: 'No client can connect until it runs.',
      fix: { label: 'Turn it on', action: 'start' },
    });
  }
  const origin = client.webOrigins?.[platform === 'win32' ? 1 : 0];
  if (origin !== undefined && !mayCall(origin, rules)) {
    obstacles.push({
      kind: 'warning',
      title: `${client.name} would be refused`,
      text: `It calls with the web origin ${origin}, which is not among those you allow.`,
      fix: { label: `Allow ${client.name}`, action: 'allow', origin },
    });
  }
  if (client.reach === 'browser' && !mayCall('', rules)) {
    obstacles.push({
      kind: 'info',
      title: 'Only listed web pages may call',
      text: `Add the address at which you open ${client.name} to the allowed web origins, for example http://localhost:3000.`,
      fix: { label: 'Open Server', action: 'open-server' },
    });
  }
  if (client.reach === 'container' && platform === 'linux' && isLoopback(server.host)) {
    obstacles.push({
      kind: 'info',
      title: 'On Linux a container does not reach this computer by itself',
      text: 'Give it the host’s network (--network=host), or open the server to the network. Docker Desktop needs neither.',
      fix: { label: 'Open Server', action: 'open-server' },
    });
  }
  return obstacles;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
}

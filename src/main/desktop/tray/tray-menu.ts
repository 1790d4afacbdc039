import type { DesktopState } from '../../../shared/desktop-state.ts';
import { openDoors } from '../../../shared/safety/open-doors.ts';
import type { PageName } from '../../../shared/ipc.ts';
import { statusLine } from './tray-state.ts';

/** What choosing an entry does. */
export type TrayAction =
  | { do: 'startServer' | 'stopServer' | 'useFreePort' | 'copyBaseUrl' | 'copyApiKey' }
  | { do: 'open'; page: PageName }
  | { do: 'stopRun'; id: string }
  | { do: 'stopAllRuns' | 'showApprovals' | 'checkForUpdates' | 'installUpdate' | 'quit' }
  | { do: 'startAtLogin'; on: boolean };

/** An entry of the menu as data, so that it can be compared and tested. */
export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'text'; label: string }
  | { kind: 'item'; label: string; action: TrayAction; enabled?: boolean }
  | { kind: 'check'; label: string; action: TrayAction; checked: boolean; enabled?: boolean }
  | { kind: 'menu'; label: string; items: TrayItem[] };

const longestLabel = 60;
const separator: TrayItem = { kind: 'separator' };

/** The whole menu; nothing but the state decides what is in it. */
export function trayMenu(state: DesktopState): TrayItem[] {
  const { server, settings } = state;
  const on = server.state === 'running' || server.state === 'starting';
  const loginLocked = settings.locked.some((each) => each.path === 'app.startAtLogin');
  return [
    { kind: 'text', label: `Hermes Tray — ${statusLine(state)}` },
    ...openDoors(settings.values, settings.secrets.apiKey).map(({ name }): TrayItem => ({
      kind: 'text',
      label: `⚠ ${name}`,
    })),
    ...channelLines(state),
    ...portConflict(state),
    {
      kind: 'check',
      label: 'Server',
      checked: on,
      action: { do: on ? 'stopServer' : 'startServer' },
    },
    separator,
    item('Copy base URL', { do: 'copyBaseUrl' }, server.state === 'running'),
    item('Copy API key', { do: 'copyApiKey' }, settings.secrets.apiKey),
    item('Connect a client…', { do: 'open', page: 'connect' }),
    separator,
    ...activeRuns(state),
    ...pendingApprovals(state),
    separator,
    item('Settings…', { do: 'open', page: 'server' }),
    item('Activity & logs…', { do: 'open', page: 'activity' }),
    {
      kind: 'check',
      label: 'Start at login',
      checked: settings.values.app.startAtLogin,
      action: { do: 'startAtLogin', on: !settings.values.app.startAtLogin },
      enabled: state.app.canStartAtLogin && !loginLocked,
    },
    updateItem(state),
    separator,
    item('Quit', { do: 'quit' }),
  ];
}

/** What a chat app needs of the person. */
function channelLines({ channels }: DesktopState): TrayItem[] {
  const open = { do: 'open', page: 'channels' } as const;
  return [
    ...channels.platforms
      .filter(({ state }) => state === 'failing')
      .map(({ why }) => item(shortened(`⚠ Telegram: ${why ?? ''}`), open)),
    ...channels.waiting.map(({ name }) => item(shortened(`Let ${name} talk to the agent…`), open)),
  ];
}

function portConflict({ server, settings }: DesktopState): TrayItem[] {
  const fixed = settings.locked.some((each) => each.path === 'server.port');
  if (!server.problem?.takenPort || fixed) return [];
  return [item('Use a free port', { do: 'useFreePort' }), separator];
}

function activeRuns({ runs }: DesktopState): TrayItem[] {
  const active = runs.filter((run) => run.finishedAt === null);
  if (active.length === 0) return [{ kind: 'text', label: 'No active runs' }];
  return [
    {
      kind: 'menu',
      label: `Active runs (${active.length})`,
      items: [
        ...active.map((run) =>
          item(shortened(`Stop: ${run.client} — ${run.title || 'being prepared'}`), {
            do: 'stopRun' as const,
            id: run.id,
          }),
        ),
        separator,
        item('Stop all', { do: 'stopAllRuns' }),
      ],
    },
  ];
}

function pendingApprovals({ approvals }: DesktopState): TrayItem[] {
  if (approvals.length === 0) return [];
  return [
    {
      kind: 'menu',
      label: `Pending approvals (${approvals.length})`,
      items: approvals.map((approval) =>
        item(shortened(`${approval.client}: ${approval.action}`), { do: 'showApprovals' }),
      ),
    },
  ];
}

function updateItem({ update }: DesktopState): TrayItem {
  if (update.state === 'ready') {
    return item(`Restart to update to ${update.version}`, { do: 'installUpdate' });
  }
  if (update.state === 'available') {
    return item(`Update to ${update.version}…`, { do: 'open', page: 'app' });
  }
  const busy = update.state === 'checking' || update.state === 'downloading';
  return item('Check for updates…', { do: 'checkForUpdates' }, !busy);
}

function item(label: string, action: TrayAction, enabled = true): TrayItem {
  return { kind: 'item', label, action, enabled };
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
}

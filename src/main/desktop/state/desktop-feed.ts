import type { App } from 'electron';
import type {
  AppView,
  DecisionView,
  DesktopState,
  UpdateView,
} from '../../../shared/desktop-state.ts';
import { secretNames } from '../../../shared/settings.ts';
import type { Host } from '../../host.ts';
import type { LoginItem } from '../login-item.ts';
import { howToGetATray } from '../tray/how-to-get-a-tray.ts';
import type { TrayWatch } from '../tray/watch-tray.ts';
import { appView } from './app-view.ts';
import { channelsView } from './channels-view.ts';
import { hideValues } from './hidden-values.ts';
import { mcpServerView } from './mcp-server-view.ts';
import { paced } from './paced.ts';
import { approvalView, decisionView, runView } from './run-view.ts';
import { networkAddresses, serverView } from './server-view.ts';

/** Milliseconds between two pushes at least: ten a second. */
export const pushMs = 100;

/** What the windows and the tray show, and when it changes. */
export interface DesktopFeed {
  current(): DesktopState;
  /** Calls the listener with the parts that changed, at most ten times a second. Returns an unsubscribe function. */
  onChange(listener: (part: Partial<DesktopState>) => void): () => void;
}

/** What the feed shows beside the host. */
export interface FeedSources {
  app: Pick<App, 'getVersion'>;
  loginItem: Pick<LoginItem, 'supported'>;
  /** Null while secrets are encrypted by the system. */
  secretsWarning: string | null;
  tray: Pick<TrayWatch, 'missing' | 'onChange'>;
  updates: { readonly current: UpdateView; onChange(listener: () => void): () => void };
}

/** Watches the host, as long as the app runs, and makes of it one state for windows and tray. */
export function createDesktopFeed(host: Host, sources: FeedSources): DesktopFeed {
  const { settings, secrets, server, runs, approvals, confinement, store, toolbox } = host;
  const { tray } = sources;
  const app = appView(sources.app, host.dataDir, sources.loginItem.supported);
  let taskChanges = 0;
  const noTray = (): AppView['noTray'] => {
    if (!tray.missing) return null;
    return { remedy: howToGetATray(process.env), told: settings.current.app.noTraySeen };
  };
  let decision: DecisionView | null = null;
  const read: { [Part in keyof DesktopState]: () => DesktopState[Part] } = {
    app: () => ({ ...app, noTray: noTray() }),
    server: () => serverView(server, settings.current.server, networkAddresses()),
    settings: () => ({
      values: hideValues(settings.current),
      defaultApprovals: 'ask',
      locked: settings.locked,
      notices: [...settings.notices, ...store.notices],
      secrets: Object.fromEntries(
        secretNames.map((name) => [name, secrets.get(name) !== undefined]),
      ) as DesktopState['settings']['secrets'],
      secretsWarning: sources.secretsWarning,
    }),
    runs: () => runs.list().map((run) => runView(run, approvals.pending())),
    approvals: () => approvals.pending().map(approvalView),
    decision: () => decision,
    confinement: () => confinement.status,
    mcp: () => host.mcpServers().map(mcpServerView),
    environment: () => toolbox.userEnvironment.source,
    tasks: () => taskChanges,
    update: () => sources.updates.current,
    channels: () => channelsView(host.channels),
  };

  const listeners = new Set<(part: Partial<DesktopState>) => void>();
  const changed = new Set<keyof DesktopState>();
  let toldOfStore = store.notices.length;
  const pace = paced(pushMs, () => {
    // The database is opened at first use, so what there is to say of it comes while runs go on.
    if (store.notices.length > toldOfStore) changed.add('settings');
    toldOfStore = store.notices.length;
    const part = Object.fromEntries([...changed].map((name) => [name, read[name]()]));
    changed.clear();
    for (const listener of listeners) listener(part);
  });
  const mark = (...parts: (keyof DesktopState)[]): void => {
    for (const part of parts) changed.add(part);
    pace.request();
  };

  server.onChange(() => mark('server'));
  settings.onChange(() => mark('app', 'settings', 'server', 'mcp', 'confinement', 'channels'));
  secrets.onChange(() => mark('settings', 'channels'));
  runs.onChange(() => mark('runs'));
  confinement.onChange(() => mark('confinement'));
  approvals.onChange((decided) => {
    if (decided) {
      decision = decisionView(decided);
      mark('decision');
    }
    mark('approvals', 'runs');
  });
  tray.onChange(() => mark('app'));
  toolbox.mcp.onChange(() => mark('mcp'));
  toolbox.userEnvironment.onChange(() => mark('environment'));
  host.tasks.onChange(() => {
    taskChanges += 1;
    mark('tasks');
  });
  sources.updates.onChange(() => mark('update'));
  host.channels.onChange(() => mark('channels'));

  return {
    current: () => ({
      app: read.app(),
      server: read.server(),
      settings: read.settings(),
      runs: read.runs(),
      approvals: read.approvals(),
      decision: read.decision(),
      mcp: read.mcp(),
      environment: read.environment(),
      confinement: read.confinement(),
      tasks: read.tasks(),
      update: read.update(),
      channels: read.channels(),
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

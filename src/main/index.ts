import { app, ipcMain, nativeTheme, protocol, session } from 'electron';
import { createActions } from './desktop/actions.ts';
import { announce } from './desktop/announce.ts';
import { desktopPaths, useDataDir } from './desktop/desktop-paths.ts';
import { followSettings } from './desktop/follow-settings.ts';
import { desktopCalls } from './desktop/ipc/calls/desktop-calls.ts';
import { handleCalls } from './desktop/ipc/handle-calls.ts';
import { pushState } from './desktop/ipc/push-state.ts';
import { createLoginItem, startedAtLogin } from './desktop/login-item.ts';
import { openDesktopHost } from './desktop/open-desktop-host.ts';
import { quitInOrder } from './desktop/quit-in-order.ts';
import { startOnce } from './desktop/start-once.ts';
import { startServerOnLaunch } from './desktop/start-server-on-launch.ts';
import { createDesktopFeed } from './desktop/state/desktop-feed.ts';
import { createTray } from './desktop/tray/app-tray.ts';
import { trayActions } from './desktop/tray/tray-actions.ts';
import { watchTray } from './desktop/tray/watch-tray.ts';
import { loadUpdater } from './desktop/updates/load-updater.ts';
import { createUpdates } from './desktop/updates/updates.ts';
import { registerAppScheme, serveApp } from './desktop/window/app-protocol.ts';
import { harden } from './desktop/window/harden.ts';
import { createKeepReachable } from './desktop/window/keep-reachable.ts';
import { showOnDemand } from './desktop/window/show-on-demand.ts';
import { createWindows } from './desktop/window/windows.ts';

const paths = desktopPaths(import.meta.dirname);
const dataDir = useDataDir(app, process.env);
const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;

/** The desktop app: the host, and around it windows, tray, approvals and updates. */
async function start(): Promise<void> {
  const { host, close, ...about } = openDesktopHost({ app, paths });
  const { settings, logger } = host;
  const closeOnce = quitInOrder(app, close, logger);
  const loginItem = createLoginItem(app, process.env);
  const updates = createUpdates({ app, settings, logger, loadUpdater, beforeInstall: closeOnce });
  const tray = watchTray();
  const feed = createDesktopFeed(host, { app, loginItem, updates, tray, ...about });
  const window = { ...paths, devTools: !app.isPackaged };
  const windows = createWindows(window, createKeepReachable(app, tray));
  const actions = createActions(host);

  harden(app, session.defaultSession, logger);
  serveApp(session.defaultSession, paths.renderer, devServer);
  handleCalls(ipcMain, desktopCalls({ host, actions, feed, updates, windows }), logger);
  pushState(feed, windows);

  const act = trayActions({ app, actions, settings, updates, windows, logger });
  createTray({ feed, icons: paths.trayIcons, act });
  announce(feed, windows, host.tasks);
  followSettings({ theme: nativeTheme, loginItem }, settings, logger);

  showOnDemand(app, windows, logger);
  if (!startedAtLogin(app, process.argv)) windows.showSettings();
  await startServerOnLaunch(host);
}

registerAppScheme(protocol);
startOnce(app, dataDir, start);

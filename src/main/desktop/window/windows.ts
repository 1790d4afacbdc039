import type { BrowserWindow } from 'electron';
import type { PageName } from '../../../shared/ipc.ts';
import { push } from '../ipc/push.ts';
import type { KeepReachable } from './keep-reachable.ts';
import { createAppWindow, type AppWindowOptions } from './app-window.ts';

/** The app's windows: at most one for the settings and one for what must be decided. */
export interface Windows {
  /** Opens the settings, or brings them to the front, at this page. */
  showSettings(page?: PageName): void;
  /** Opens the decisions above everything, without taking the keyboard from what the person types. */
  showApprovals(): void;
  closeApprovals(): void;
  all(): BrowserWindow[];
}

/**
 * Makes windows when they are first wanted. Closing one frees its memory and ends nothing else.
 * @param keepReachable told each settings window that is made
 */
export function createWindows(
  common: Pick<AppWindowOptions, 'preload' | 'icon' | 'devTools'>,
  keepReachable: KeepReachable,
): Windows {
  let settings: BrowserWindow | undefined;
  let approvals: BrowserWindow | undefined;
  const alive = (window: BrowserWindow | undefined): window is BrowserWindow =>
    window !== undefined && !window.isDestroyed();

  return {
    showSettings(page) {
      if (alive(settings)) {
        if (page) push(settings.webContents, 'page', page);
        if (settings.isMinimized()) settings.restore();
        settings.show();
        settings.focus();
        return;
      }
      const window = createAppWindow({
        ...common,
        title: 'Hermes Tray',
        size: { width: 980, height: 720, minWidth: 760, minHeight: 520 },
        page,
      });
      window.once('ready-to-show', () => window.show());
      keepReachable(window);
      settings = window;
    },
    showApprovals() {
      if (alive(approvals)) return approvals.showInactive();
      const window = createAppWindow({
        ...common,
        title: 'Hermes Tray — Approval',
        view: 'approvals',
        size: { width: 640, height: 560, minWidth: 480, minHeight: 420, alwaysOnTop: true },
      });
      window.once('ready-to-show', () => window.showInactive());
      approvals = window;
    },
    closeApprovals() {
      if (alive(approvals)) approvals.close();
    },
    all: () => [settings, approvals].filter(alive),
  };
}

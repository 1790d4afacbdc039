import { Menu, nativeImage, Tray } from 'electron';
import type { DesktopState } from '../../../shared/desktop-state.ts';
import type { DesktopFeed } from '../state/desktop-feed.ts';
import { menuTemplate } from './menu-template.ts';
import { trayIconPath } from './tray-icon.ts';
import { trayMenu, type TrayAction } from './tray-menu.ts';
import { isOnNetwork, tooltip, trayState } from './tray-state.ts';

/** Puts the icon into the tray and keeps it, its tooltip and its menu true, as long as the app runs. */
export function createTray(options: {
  feed: DesktopFeed;
  /** Folder of the tray icons. */
  icons: string;
  act: (action: TrayAction) => void;
}): void {
  const { feed, icons, act } = options;
  let state = feed.current();
  let shown = { icon: iconOf(state, icons), tooltip: '', menu: '' };
  const tray = new Tray(nativeImage.createFromPath(shown.icon));

  const show = (): void => {
    const next = {
      icon: iconOf(state, icons),
      tooltip: tooltip(state),
      menu: JSON.stringify(trayMenu(state)),
    };
    if (next.icon !== shown.icon) tray.setImage(nativeImage.createFromPath(next.icon));
    if (next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip);
    // Linux shows a copy of the menu, so a change needs a new one. An equal one would only close it.
    if (next.menu !== shown.menu) {
      tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(trayMenu(state), choose)));
    }
    shown = next;
  };
  const choose = (action: TrayAction): void => {
    act(action);
    // The system has ticked or unticked the entry by itself; what is true decides.
    shown = { ...shown, menu: '' };
    show();
  };
  show();

  // macOS opens the menu on a left click by itself.
  if (process.platform !== 'darwin') tray.on('click', () => act({ do: 'open', page: 'server' }));
  // This also keeps the tray itself: an icon that nothing refers to is collected, and vanishes.
  feed.onChange((part) => {
    state = { ...state, ...part };
    show();
  });
}

function iconOf(state: DesktopState, icons: string): string {
  return trayIconPath(icons, process.platform, trayState(state), isOnNetwork(state));
}

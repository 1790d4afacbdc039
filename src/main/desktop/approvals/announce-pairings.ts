import { Notification } from 'electron';
import type { PairingView } from '../../../shared/desktop-state.ts';
import type { DesktopFeed } from '../state/desktop-feed.ts';
import type { Windows } from '../window/windows.ts';
import { notificationText } from './announce-approvals.ts';

/** Tells the person of each unknown one who asks to be let in; a click leads to where that is decided. */
export function announcePairings(feed: DesktopFeed, windows: Windows): void {
  const told = new Set<string>();
  const show = (waiting: readonly PairingView[]): void => {
    for (const { code, name, person } of waiting) {
      if (told.has(code) || !Notification.isSupported()) continue;
      told.add(code);
      const notification = new Notification({
        title: 'Somebody wants to talk to the agent',
        body: notificationText(`${name}, Telegram id ${person}`, process.platform),
      });
      notification.on('click', () => windows.showSettings('channels'));
      notification.show();
    }
  };
  feed.onChange(({ channels }) => {
    if (channels) show(channels.waiting);
  });
}

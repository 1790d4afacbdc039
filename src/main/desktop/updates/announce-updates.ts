import { Notification } from 'electron';
import type { DesktopFeed } from '../state/desktop-feed.ts';
import type { Windows } from '../window/windows.ts';

/** Tells once of each new version that waits for the person; a click opens the page that has more. */
export function announceUpdates(feed: DesktopFeed, windows: Windows): void {
  let told = '';
  feed.onChange(({ update }) => {
    if (update?.state !== 'available' && update?.state !== 'ready') return;
    // One that is being fetched by itself is told of when it is ready.
    const fetched = feed.current().settings.values.app.updates === 'auto';
    if (update.state === 'available' && fetched) return;
    if (told === update.version || !Notification.isSupported()) return;
    told = update.version ?? '';
    const notification = new Notification({
      title: `Hermes Tray ${update.version} is ${update.state === 'ready' ? 'ready' : 'available'}`,
      body:
        update.state === 'ready'
          ? 'It is installed when you quit, or at once in Settings › App.'
          : 'Install it in Settings › App.',
    });
    notification.on('click', () => windows.showSettings('app'));
    notification.show();
  });
}

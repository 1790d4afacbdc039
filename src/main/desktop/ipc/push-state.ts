import type { DesktopFeed } from '../state/desktop-feed.ts';
import type { Windows } from '../window/windows.ts';
import { pushToAll } from './push.ts';

/** Keeps every window up to date. */
export function pushState(feed: DesktopFeed, windows: Windows): void {
  feed.onChange((part) => pushToAll(windows.all(), 'state', part));
}

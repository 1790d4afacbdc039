import { announceApprovals } from './approvals/announce-approvals.ts';
import type { DesktopFeed } from './state/desktop-feed.ts';
import { announceUpdates } from './updates/announce-updates.ts';
import type { Windows } from './window/windows.ts';

/** Tells the person of what waits for them, wherever they are: actions to decide on, new versions. */
export function announce(feed: DesktopFeed, windows: Windows): void {
  announceApprovals(feed, windows);
  announceUpdates(feed, windows);
}

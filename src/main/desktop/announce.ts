import { announceApprovals } from './approvals/announce-approvals.ts';
import type { Tasks } from '../tasks/scheduler.ts';
import { announcePairings } from './approvals/announce-pairings.ts';
import type { DesktopFeed } from './state/desktop-feed.ts';
import { announceTasks } from './tasks/announce-tasks.ts';
import { announceUpdates } from './updates/announce-updates.ts';
import type { Windows } from './window/windows.ts';

/**
 * Tells the person of what waits for them, wherever they are: actions to decide on, answers of tasks,
 * new versions.
 */
export function announce(feed: DesktopFeed, windows: Windows, tasks: Tasks): void {
  announceApprovals(feed, windows);
  announceTasks(tasks, windows);
  announceUpdates(feed, windows);
  announcePairings(feed, windows);
  announceMissingTray(feed, windows);
}

/** With no tray icon the window is all there is: it comes by itself, and says what to do. */
function announceMissingTray(feed: DesktopFeed, windows: Windows): void {
  feed.onChange(({ app }) => {
    if (app?.noTray && windows.all().length === 0) windows.showSettings();
  });
}

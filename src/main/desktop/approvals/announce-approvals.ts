import { Notification } from 'electron';
import { withMarks } from '../../../shared/safety/hidden-characters.ts';
import type { ApprovalView } from '../../../shared/desktop-state.ts';
import type { DesktopFeed } from '../state/desktop-feed.ts';
import type { Windows } from '../window/windows.ts';

/** How long the dialog stays to say who decided, where it was not the person in it, in milliseconds. */
const lingerMs = 4_000;

/**
 * Tells the person of every action that waits: a notification, and the dialog above all windows.
 * Both go when nothing waits any more; the dialog says before who else decided.
 */
export function announceApprovals(feed: DesktopFeed, windows: Windows): void {
  let closing: NodeJS.Timeout | undefined;
  const shown = new Map<string, Notification | undefined>();
  const show = (waiting: readonly ApprovalView[]): void => {
    for (const [id, notification] of shown) {
      if (waiting.some((approval) => approval.id === id)) continue;
      notification?.close();
      shown.delete(id);
    }
    const fresh = waiting.filter((approval) => !shown.has(approval.id));
    for (const approval of fresh) shown.set(approval.id, notify(approval, windows));
    if (waiting.length > 0) clearTimeout(closing);
    if (fresh.length > 0) windows.showApprovals();
    if (waiting.length > 0) return;
    const { decision } = feed.current();
    const here = decision === null || (decision.source === 'person' && decision.by === null);
    if (here) windows.closeApprovals();
    else closing = setTimeout(() => windows.closeApprovals(), lingerMs).unref();
  };
  show(feed.current().approvals);
  feed.onChange(({ approvals }) => {
    if (approvals) show(approvals);
  });
}

function notify(approval: ApprovalView, windows: Windows): Notification | undefined {
  if (!Notification.isSupported()) return undefined;
  const notification = new Notification({
    title: `${approval.client} asks for your approval`,
    body: notificationText(approval.action, process.platform),
    urgency: 'critical',
  });
  notification.on('click', () => windows.showApprovals());
  notification.show();
  return notification;
}

/** Longer texts are cut by the system, anywhere. */
const longestText = 240;

/** An action as a notification shows it: Linux desktops read markup in it, and hide what hides. */
export function notificationText(action: string, platform: NodeJS.Platform): string {
  const text = withMarks(action);
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  if (platform !== 'linux') return cut;
  return cut.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

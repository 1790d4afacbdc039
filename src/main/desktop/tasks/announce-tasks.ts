import { Notification, powerMonitor } from 'electron';
import type { Tasks } from '../../tasks/scheduler.ts';
import type { Windows } from '../window/windows.ts';
import { taskNotice } from './task-notice.ts';

/** Tells of what tasks answered, where that was asked for; and lets them make up for a sleep. */
export function announceTasks(tasks: Tasks, windows: Windows): void {
  powerMonitor.on('resume', () => void tasks.wake());
  tasks.onFinished((task) => {
    const notice = taskNotice(task);
    if (!notice || !Notification.isSupported()) return;
    const notification = new Notification(notice);
    notification.on('click', () => windows.showSettings('tasks'));
    notification.show();
  });
}

import { expect, it } from 'vitest';
import { taskNotice } from '../../../../src/main/desktop/tasks/task-notice.ts';
import type { Task, TaskRun } from '../../../../src/shared/tasks.ts';

const run: TaskRun = {
  runId: 'run_1',
  startedAt: 1,
  endedAt: 2,
  status: 'completed',
  text: 'Two meetings.\n\nThe first at 9.',
  undelivered: null,
};
const task: Task = {
  id: 'task_1',
  name: 'Calendar',
  instructions: 'Look.',
  schedule: { cron: '0 8 * * *' },
  deliver: 'notification',
  approvals: 'deny',
  enabled: true,
  createdAt: 0,
  nextRunAt: 1,
  running: false,
  lastRun: run,
  failures: 0,
  pausedBecause: null,
};

it('an answer is told on one line, cut where it is long', () => {
  expect(taskNotice(task)).toEqual({ title: 'Calendar', body: 'Two meetings. The first at 9.' });
  const long = taskNotice({ ...task, lastRun: { ...run, text: 'word '.repeat(200) } });
  expect(long!.body).toHaveLength(240);
});

it('a failure, a pause and an answer that did not arrive are told as such', () => {
  const failed = { ...run, status: 'failed' as const, text: 'No service.' };
  expect(taskNotice({ ...task, lastRun: failed })!.title).toBe('Calendar failed');
  const quiet = { ...task, deliver: 'telegram:1' };
  expect(taskNotice({ ...quiet, lastRun: failed, pausedBecause: 'It failed.' })!.title).toBe(
    'Calendar is paused',
  );
  expect(taskNotice({ ...quiet, lastRun: { ...run, undelivered: 'Off.' } })!.title).toBe(
    'Calendar: not delivered',
  );
});

it('nothing is told of what goes elsewhere, of what the person stopped, and before the first run', () => {
  expect(taskNotice({ ...task, deliver: 'activity' })).toBeUndefined();
  expect(taskNotice({ ...task, lastRun: { ...run, status: 'cancelled' } })).toBeUndefined();
  expect(taskNotice({ ...task, lastRun: null })).toBeUndefined();
});

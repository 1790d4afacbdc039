import { expect, it } from 'vitest';
import {
  emptyTask,
  fromTaskForm,
  toTaskForm,
} from '../../../../src/renderer/pages/tasks/task-form.ts';
import type { Task } from '../../../../src/shared/tasks.ts';

const filled = { ...emptyTask, name: 'Calendar', instructions: 'Look.' };
const rest = {
  id: 'task_1',
  enabled: false,
  createdAt: 0,
  nextRunAt: null,
  running: false,
  lastRun: null,
  failures: 0,
  pausedBecause: null,
};

it.each([
  { cron: '0 8 * * *' },
  { cron: '0 8 * * *', timezone: 'Europe/Berlin' },
  { at: '2099-12-24T08:00:00.000Z' },
])('a task that is saved without a change stays as it is: %j', (schedule) => {
  const task: Task = {
    ...rest,
    name: 'Calendar',
    instructions: 'Look.',
    schedule,
    deliver: 'telegram:1',
    approvals: 'ask',
  };
  const { name, instructions, deliver, approvals } = task;
  expect(fromTaskForm(toTaskForm(task))).toEqual({
    task: { name, instructions, schedule, deliver, approvals, enabled: false },
  });
});

it.each([
  [{ ...filled, name: ' ' }, 'name'],
  [{ ...filled, instructions: '' }, 'what is to be done'],
  [{ ...filled, when: 'once' as const }, 'time'],
  [{ ...filled, deliver: 'the moon' }, 'deliver'],
])('what is missing or wrong is said', (form, words) => {
  expect(fromTaskForm(form)).toEqual({ error: expect.stringContaining(words) as string });
});

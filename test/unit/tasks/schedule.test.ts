import { expect, it } from 'vitest';
import type { TaskSchedule } from '../../../src/shared/tasks.ts';
import { firstRunAt, nextRunAt } from '../../../src/main/tasks/schedule.ts';

const iso = (schedule: TaskSchedule, after: string): string | null => {
  const at = nextRunAt(schedule, Date.parse(after));
  return at === null ? null : new Date(at).toISOString();
};

it('a cron expression is read in its own time zone, whatever that of the computer is', () => {
  const weekdays = { cron: '0 8 * * 1-5', timezone: 'Europe/Berlin' };
  expect(iso(weekdays, '2026-11-27T12:00:00Z')).toBe('2026-11-30T07:00:00.000Z');
  expect(iso(weekdays, '2026-07-03T12:00:00Z')).toBe('2026-07-06T06:00:00.000Z');
});

it('a time that the clock skips in spring runs once it has come, and one that comes twice in autumn runs once', () => {
  const night = { cron: '30 2 * * *', timezone: 'Europe/Berlin' };
  expect(iso(night, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  const first = iso(night, '2026-10-24T12:00:00Z')!;
  expect(first).toMatch(/^2026-10-25T0[01]:30/);
  expect(iso(night, first)).toBe('2026-10-26T01:30:00.000Z');
});

it('a single time comes once', () => {
  const once = { at: '2026-12-24T08:00:00+01:00' };
  expect(iso(once, '2026-12-01T00:00:00Z')).toBe('2026-12-24T07:00:00.000Z');
  expect(iso(once, '2026-12-24T07:00:00Z')).toBeNull();
});

it.each([
  [{ cron: 'every morning' }, 'five fields'],
  [{ cron: '* * * * * *' }, 'five fields'],
  [{ cron: '61 * * * *' }, 'minute: 61'],
  [{ cron: '0 8 * * *', timezone: 'Mars/Base' }, 'no time zone "Mars/Base"'],
  [{ cron: '0 0 30 2 *' }, 'never comes'],
  [{ at: '2020-01-01T00:00:00Z' }, 'is over'],
])('%j is refused in words that say what is wrong', (schedule, words) => {
  expect(() => firstRunAt(schedule, Date.parse('2026-11-28T00:00:00Z'))).toThrow(words);
});

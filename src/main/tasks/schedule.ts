import { Cron } from 'croner';
import type { TaskSchedule } from '../../shared/tasks.ts';
import { TaskError } from './task-error.ts';

/**
 * The first time after `after` at which a task runs; null where there is none any more.
 * Where clocks are put forward a skipped time runs when they have been; where they are put back, once.
 * @param after milliseconds since the epoch
 * @returns milliseconds since the epoch
 * @throws {TaskError} `schedule` where the expression or the time zone cannot be read
 */
export function nextRunAt(schedule: TaskSchedule, after: number): number | null {
  if ('at' in schedule) {
    const at = Date.parse(schedule.at);
    return at > after ? at : null;
  }
  const { cron, timezone } = schedule;
  if (timezone !== undefined && !isTimezone(timezone)) {
    throw new TaskError(
      'schedule',
      `There is no time zone "${timezone}". IANA names are known, such as Europe/Berlin.`,
    );
  }
  try {
    const times = new Cron(cron, {
      mode: '5-part',
      paused: true,
      ...(timezone === undefined ? {} : { timezone }),
    });
    return times.nextRun(new Date(after))?.getTime() ?? null;
  } catch (error) {
    const why = (error as Error).message.replace(/^Cron\w+: */, '');
    throw new TaskError(
      'schedule',
      `The schedule "${cron}" cannot be read (${why}). It takes five fields: minute hour day month weekday, such as "0 8 * * 1-5".`,
    );
  }
}

/** @throws {TaskError} `schedule` where it cannot be read or never comes */
export function firstRunAt(schedule: TaskSchedule, now: number): number {
  const first = nextRunAt(schedule, now);
  if (first !== null) return first;
  throw new TaskError(
    'schedule',
    'at' in schedule
      ? `The time ${schedule.at} is over.`
      : `The schedule "${schedule.cron}" never comes.`,
  );
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

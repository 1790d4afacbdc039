import type { Task } from '../../../shared/tasks.ts';

/** Characters of an answer that a notification has room for. */
const most = 240;

/** What a notification says of a task that has run; undefined where it says nothing. */
export function taskNotice({
  name,
  deliver,
  lastRun,
  pausedBecause,
}: Task): { title: string; body: string } | undefined {
  if (!lastRun) return undefined;
  // Whatever a task does with its answer, its person is told that it is over.
  if (pausedBecause !== null) return { title: `${name} is paused`, body: short(pausedBecause) };
  if (lastRun.undelivered !== null) {
    return { title: `${name}: not delivered`, body: short(lastRun.undelivered) };
  }
  if (deliver !== 'notification' || lastRun.status === 'cancelled') return undefined;
  const failed = lastRun.status !== 'completed';
  return { title: failed ? `${name} failed` : name, body: short(lastRun.text) };
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

import type { Usage } from '../shared/run-events.ts';

const whole = new Intl.NumberFormat('en');
const time = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** `340 ms`, `2.4 s`, `1 min 05 s`, `2 h 03 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${padded(rounded % 60)} s`;
  const minutes = Math.floor(rounded / 60);
  return `${Math.floor(minutes / 60)} h ${padded(minutes % 60)} min`;
}

/** `1,234`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `3,180 prompt, 2,900 cached, 92 answer tokens`; of an estimate, which knows of no cache, that it is one. */
export function tokens(usage: Usage): string {
  const { inputTokens, cachedInputTokens, outputTokens } = usage;
  return usage.estimated
    ? `about ${count(inputTokens)} prompt, ${count(outputTokens)} answer tokens (estimated)`
    : `${count(inputTokens)} prompt, ${count(cachedInputTokens)} cached, ${count(outputTokens)} answer tokens`;
}

/** `12.3 kB`, for how long a text is. */
export function size(characters: number): string {
  if (characters < 1000) return `${characters} characters`;
  if (characters < 1_000_000) return `${(characters / 1000).toFixed(1)} kB`;
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}

/** The time of day, and the date where it was not today. */
export function moment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? time : dateAndTime).format(at);
}

/** The reasons why something needs approval as one sentence: `It deletes a folder and runs as root.` */
export function sentenceOf(reasons: readonly string[]): string {
  return `It ${new Intl.ListFormat('en').format(reasons)}.`;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}

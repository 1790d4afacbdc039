import { inspect } from 'node:util';
import type { LogLine } from './log-buffer.ts';

/**
 * One log line for a terminal: time of day, level, source, message, then `name=value` for each field.
 * Always a single line: line breaks are shown as `\n`, and of errors only the message.
 */
export function formatForPeople(line: LogLine): string {
  const time = new Date(line.at).toTimeString().slice(0, 8);
  const fields = Object.entries(line.fields ?? {}).map(
    ([name, value]) => ` ${name}=${formatValue(value)}`,
  );
  const text = `${line.message}${fields.join('')}`.replaceAll(/\r?\n|\r/g, '\\n');
  return `${time} ${line.level.toUpperCase().padEnd(5)} ${line.source}: ${text}\n`;
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'object' && value !== null && 'message' in value && 'stack' in value) {
    return JSON.stringify(value.message);
  }
  return inspect(value, { breakLength: Infinity, depth: 4, compact: true });
}

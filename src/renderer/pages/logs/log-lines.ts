import type { LogLineView } from '../../../shared/desktop-state.ts';
import { logLevels, type LogLevel } from '../../../shared/settings.ts';

/** Which lines are shown. */
export interface LogFilter {
  /** The least level that is shown. */
  level: LogLevel;
  /** Shown are lines that hold this text, in any case. */
  text: string;
}

/** Lines kept in the window. */
const keptLines = 100_000;
/** Lines dropped at once when there are too many, so that dropping is rare. */
const slack = 5_000;

/** The lines of the log window and which of them the filter lets through. */
export class LogLines {
  #all: LogLineView[] = [];
  #shown: LogLineView[] = [];
  #filter: LogFilter = { level: 'trace', text: '' };
  #keep: number;

  constructor(keep = keptLines) {
    this.#keep = keep;
  }

  get total(): number {
    return this.#all.length;
  }

  /** The lines that pass the filter, oldest first. */
  get shown(): readonly LogLineView[] {
    return this.#shown;
  }

  /** The id of the newest line, 0 when there is none. */
  get lastId(): number {
    return this.#all.at(-1)?.id ?? 0;
  }

  /** Adds lines, oldest first. Lines already there are left out. */
  add(lines: readonly LogLineView[]): void {
    const last = this.lastId;
    const passes = matcher(this.#filter);
    for (const line of lines) {
      if (line.id <= last) continue;
      this.#all.push(line);
      if (passes(line)) this.#shown.push(line);
    }
    if (this.#all.length <= this.#keep + slack) return;
    this.#all.splice(0, this.#all.length - this.#keep);
    const oldest = this.#all[0]!.id;
    const kept = this.#shown.findIndex((line) => line.id >= oldest);
    this.#shown.splice(0, kept === -1 ? this.#shown.length : kept);
  }

  /** Where a line stands among those shown; -1 when it does not. */
  indexOf(line: LogLineView): number {
    let [low, high] = [0, this.#shown.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const { id } = this.#shown[middle]!;
      if (id === line.id) return middle;
      if (id < line.id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  filter(filter: LogFilter): void {
    this.#filter = filter;
    this.#shown = this.#all.filter(matcher(filter));
  }

  clear(): void {
    this.#all = [];
    this.#shown = [];
  }
}

function matcher(filter: LogFilter): (line: LogLineView) => boolean {
  const least = logLevels.indexOf(filter.level);
  const text = filter.text.toLowerCase();
  return (line) =>
    logLevels.indexOf(line.level) >= least &&
    (text === '' ||
      line.text.toLowerCase().includes(text) ||
      line.source.toLowerCase().includes(text));
}

/** A line as it is copied and saved: local time with its offset from UTC, level, source, text. */
export function plainLine(line: LogLineView): string {
  const { at, level, source, text } = line;
  return `${localTime(at)} ${level.toUpperCase().padEnd(5)} ${source}: ${text}`;
}

/** A moment as ISO 8601 has it, in the time zone of this computer: `2026-11-20T14:05:09.120+01:00`. */
function localTime(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, -1);
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

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

/** JSON with indentation; other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Output of a tool is often no JSON, and arguments may be cut off.
    return text;
  }
}

/** What a tool gave back: of a JSON object, each field, with texts of several lines as they are. */
export function readable(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Most tools answer in plain text.
    return text;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return pretty(text);
  const entries = Object.entries(value);
  if (!entries.some(([, field]) => isMultiline(field))) return pretty(text);
  return entries
    .map(([name, field]) =>
      isMultiline(field) ? `${name}:\n${field}` : `${name}: ${JSON.stringify(field)}`,
    )
    .join('\n');
}

function isMultiline(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

/** A text in pieces of about this many characters, cut at line ends where there are any. */
export function piecesOf(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.length - start <= length ? text.length : cutAfter(text, start, length);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function cutAfter(text: string, start: number, length: number): number {
  const lineEnd = text.lastIndexOf('\n', start + length - 1);
  if (lineEnd >= start) return lineEnd + 1;
  // Never between the two halves of a character.
  const end = start + length;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}

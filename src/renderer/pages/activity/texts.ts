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

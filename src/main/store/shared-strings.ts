/**
 * Writes one JSON value beside another without writing their common strings twice: a response tells
 * again what the messages of its turn say.
 */

/** Stands before the number of a shared string, and doubled before a string that begins with it. */
const mark = '\u0001';
/** A shorter string takes less room than saying where it stands. */
const shortestShared = 16;

/** JSON of `value`, in which a string that also stands in `beside` is only named. */
export function stringifyBeside(value: unknown, beside: unknown): string {
  const numbers = new Map(stringsIn(beside).map((text, index) => [text, index]));
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'string') return part;
    const number = part.length < shortestShared ? undefined : numbers.get(part);
    if (number !== undefined) return `${mark}${number}`;
    return part.startsWith(mark) ? mark + part : part;
  });
}

/** What `stringifyBeside` was given, from its JSON and the same `beside`. */
export function parseBeside(json: string, beside: unknown): unknown {
  const shared = stringsIn(beside);
  return JSON.parse(json, (_key, part: unknown) => {
    if (typeof part !== 'string' || !part.startsWith(mark)) return part;
    return part[1] === mark ? part.slice(1) : shared[Number(part.slice(1))];
  });
}

/** Every string within a JSON value, in the order in which it stands there. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** What a value, a field or an item takes beside its characters. */
const overhead = 16;

/** Roughly the memory that a JSON value takes, in bytes; strings that are shared count each time. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return overhead + value.length;
  if (typeof value !== 'object' || value === null) return overhead;
  let sum = overhead;
  // `Object.values` would make as much garbage again as a log of small events takes.
  if (Array.isArray(value)) for (const item of value as unknown[]) sum += weightOf(item);
  else for (const name in value) sum += weightOf(value[name as keyof typeof value]);
  return sum;
}

/** What a value, a field or an item takes beside its characters. */
const overhead = 16;

/** Roughly the memory that a JSON value takes, in bytes; strings that are shared count each time. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return overhead + value.length;
  if (typeof value !== 'object' || value === null) return overhead;
  let sum = overhead;
  for (const inner of Object.values(value)) sum += weightOf(inner);
  return sum;
}

/** Keeps the value made for each object for as long as the object lives. */
export function memoize<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, { value: Value }>();
  return (key) => {
    let kept = made.get(key);
    if (!kept) {
      kept = { value: make(key) };
      made.set(key, kept);
    }
    return kept.value;
  };
}

/**
 * Keeps the value made by the latest call, and gives it again as long as the arguments are the same:
 * lists are the same when their members are, one by one, everything else when it is identical.
 */
export function memoizeLast<Args extends readonly unknown[], Value>(
  make: (...args: Args) => Value,
): (...args: Args) => Value {
  let last: { args: Args; value: Value } | undefined;
  return (...args) => {
    if (!last || !isSameList(last.args, args, isSameArgument))
      last = { args, value: make(...args) };
    return last.value;
  };
}

function isSameArgument(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && isSameList(a, b, Object.is));
}

function isSameList(
  a: readonly unknown[],
  b: readonly unknown[],
  isSame: (a: unknown, b: unknown) => boolean,
): boolean {
  return a.length === b.length && a.every((member, index) => isSame(member, b[index]));
}

/** Characters serialized in one go: some 2 ms of work. */
const usualPiece = 2 ** 20;

/**
 * Serializes a value to JSON in pieces, so that the consumer can yield to the event loop in between.
 * Long strings are split, too. All pieces joined are what `JSON.stringify` returns.
 * @param value JSON: no `toJSON`, no cycles
 * @param longest approximate length of a piece, in characters
 */
export function* jsonPieces(value: unknown, longest = usualPiece): Generator<string> {
  let piece = '';
  for (const part of partsOf(value, longest)) {
    piece += part;
    if (piece.length < longest) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Whether the strings in a value have more characters than this together; each value counts as one. */
export function isLarger(value: unknown, characters: number): boolean {
  return left(value, characters) < 0;
}

function left(value: unknown, characters: number): number {
  if (typeof value === 'string') return characters - value.length;
  let rest = characters - 1;
  if (typeof value !== 'object' || value === null) return rest;
  for (const inner of Object.values(value)) {
    if (rest < 0) break;
    rest = left(inner, rest);
  }
  return rest;
}

function* partsOf(value: unknown, longest: number): Generator<string> {
  if (!isLarger(value, longest)) yield JSON.stringify(value);
  else if (typeof value === 'string') yield* partsOfString(value, longest);
  else if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* partsOf(item ?? null, longest);
    }
    yield ']';
  } else {
    const entries = Object.entries(value as object).filter(([, inner]) => inner !== undefined);
    yield '{';
    for (const [index, [name, inner]] of entries.entries()) {
      yield `${index > 0 ? ',' : ''}${JSON.stringify(name)}:`;
      yield* partsOf(inner, longest);
    }
    yield '}';
  }
}

function* partsOfString(text: string, longest: number): Generator<string> {
  yield '"';
  for (let from = 0; from < text.length;) {
    let end = Math.min(from + longest, text.length);
    // Half of a pair is written in another way.
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end += 1;
    yield JSON.stringify(text.slice(from, end)).slice(1, -1);
    from = end;
  }
  yield '"';
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

import fc from 'fast-check';

/** A change to one place of a JSON document. */
export interface Mutation {
  /** Which place: taken modulo the number of places there are. */
  place: number;
  change:
    | { kind: 'replace'; value: unknown }
    | { kind: 'remove' }
    | { kind: 'wrap' }
    | { kind: 'repeat'; times: number }
    | { kind: 'rename'; name: string }
    | { kind: 'add'; name: string; value: unknown };
}

/** Values where something else is expected; each has broken a server somewhere. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 64),
  fc.constantFrom('', ' ', '0', 'null', '\0', '\uD800', '\uFEFF', '\u2028', '__proto__', '../..'),
  fc.constantFrom('😀'.repeat(100), 'a'.repeat(20_000), '{"a":1}', 'data:image/png;base64,', '%s'),
  fc.constantFrom<unknown>([], {}, [[]], [null], [{}], { a: null }, { toString: 1, length: -1 }),
  fc.constant(100).map((depth) => nested(depth)),
  fc.constantFrom(300, 20_000).map((length) => Array.from({ length }, () => 'x')),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
);

const fieldName = fc.constantFrom(
  ...'type role content id name text stream model input messages'.split(' '),
  ...'constructor toJSON then length 0 ключ'.split(' '),
  '\0',
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  change: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('replace' as const), value: oddValue }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
    fc.record({ kind: fc.constant('wrap' as const) }),
    fc.record({ kind: fc.constant('repeat' as const), times: fc.integer({ min: 2, max: 30 }) }),
    fc.record({ kind: fc.constant('rename' as const), name: fieldName }),
    fc.record({ kind: fc.constant('add' as const), name: fieldName, value: oddValue }),
  ),
});

/** The document with one place changed; documents are JSON, and not changed themselves. */
export function mutate(document: unknown, { place, change }: Mutation): unknown {
  const root = structuredClone({ document });
  const places = placesIn(root);
  const { holder, key } = places[place % places.length]!;
  const value = holder[key];
  switch (change.kind) {
    case 'replace':
      holder[key] = change.value;
      break;
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 'wrap':
      holder[key] = [value];
      break;
    case 'repeat':
      holder[key] = Array.from({ length: change.times }, () => value);
      break;
    case 'rename':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      add(holder, change.name, value);
      break;
    case 'add':
      add(typeof value === 'object' && value !== null ? value : holder, change.name, change.value);
  }
  return (root as { document?: unknown }).document;
}

type Holder = Record<string, unknown>;

/** Every place of a document that holds a value, the document itself first. */
function placesIn(holder: object): { holder: Holder; key: string }[] {
  return Object.keys(holder).flatMap((key) => {
    const value = (holder as Holder)[key];
    const inner = typeof value === 'object' && value !== null ? placesIn(value) : [];
    return [{ holder: holder as Holder, key }, ...inner];
  });
}

/** Adds a field, without the magic of `__proto__`; to a list, one more item. */
function add(holder: object, name: string, value: unknown): void {
  if (Array.isArray(holder)) {
    holder.push(value);
    return;
  }
  Object.defineProperty(holder, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

/** A JSON Schema of any draft, as tools bring it: nothing about it can be relied on. */
export type Schema = Record<string, unknown>;

/** The types of JSON, as the common form names them. */
export const jsonTypes = [
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'null',
] as const;
/** One of {@link jsonTypes}. */
export type JsonType = (typeof jsonTypes)[number];

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What other drafts, OpenAPI and careless authors call the types. */
const otherNames: ReadonlyMap<string, JsonType> = new Map([
  ['str', 'string'],
  ['text', 'string'],
  ['int', 'integer'],
  ['long', 'integer'],
  ['float', 'number'],
  ['double', 'number'],
  ['decimal', 'number'],
  ['bool', 'boolean'],
  ['dict', 'object'],
  ['map', 'object'],
  ['list', 'array'],
  ['tuple', 'array'],
  ['none', 'null'],
]);

/** A type by its name; undefined for a name that says nothing (`any`, `file`). */
export function typeNamed(name: unknown): JsonType | undefined {
  if (typeof name !== 'string') return undefined;
  const lower = name.toLowerCase();
  return jsonTypes.find((type) => type === lower) ?? otherNames.get(lower);
}

/** The type of a value; whole numbers are integers. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return 'object';
}

/** Whether a value of one type is allowed where another is asked for. */
export function isOfType(value: unknown, wanted: JsonType): boolean {
  const type = typeOf(value);
  return type === wanted || (type === 'integer' && wanted === 'number');
}

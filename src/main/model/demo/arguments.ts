/** A JSON schema, as far as it is looked at. */
interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  format?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  definitions?: Record<string, Schema>;
}

/** Deeper schemas get `null`: they are recursive as a rule. */
const deepest = 8;

/**
 * A value that fits a JSON schema, made from what the person said where that can be guessed: a city
 * for `location`, a number, the text itself.
 * @param schema anything; what is no schema gives an empty object
 */
export function valueFor(schema: unknown, said: string): unknown {
  const root = (typeof schema === 'object' && schema !== null ? schema : {}) as Schema;
  if (!root.type && !root.properties && !root.anyOf && !root.oneOf && !root.$ref) return {};
  return fill(root, '', { said, root }, 0);
}

/** A place named in the text: "in Paris", "for New York". */
export function placeIn(text: string): string | undefined {
  const match = /\b(?:in|at|for|of|near)\s+(\p{Lu}[\p{L}.'’-]*(?:,?\s+\p{Lu}[\p{L}.'’-]*)*)/u.exec(
    text,
  );
  return match?.[1]?.replace(/[.'’-]+$/, '');
}

interface Context {
  said: string;
  root: Schema;
}

function fill(schema: Schema, name: string, context: Context, depth: number): unknown {
  if (depth > deepest) return null;
  const known = schema.const ?? schema.enum?.[0] ?? schema.default ?? schema.examples?.[0];
  if (known !== undefined) return mentioned(schema.enum, context.said) ?? known;
  const other =
    schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0] ?? resolve(schema, context);
  if (other) return fill(other, name, context, depth + 1);
  const type = [schema.type ?? 'object'].flat()[0]!;
  switch (type) {
    case 'string':
      return text(schema, name, context.said);
    case 'integer':
    case 'number':
      return number(schema, context.said);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () =>
        fill(schema.items ?? { type: 'string' }, name, context, depth + 1),
      );
    default:
      return object(schema, context, depth);
  }
}

function object(schema: Schema, context: Context, depth: number): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  // Where nothing is required, something is better than nothing.
  const wanted = required.size > 0 ? properties.filter(([key]) => required.has(key)) : properties;
  return Object.fromEntries(
    wanted.map(([key, property]) => [key, fill(property, key, context, depth + 1)]),
  );
}

function text({ format, minLength = 0 }: Schema, name: string, said: string): string {
  if (format === 'date') return '2025-01-01';
  if (format === 'date-time') return '2025-01-01T12:00:00Z';
  if (format === 'uri' || /url|uri|link/i.test(name)) {
    return /https?:\/\/\S+/.exec(said)?.[0] ?? 'https://example.com/';
  }
  if (format === 'email' || /mail/i.test(name)) return 'someone@example.com';
  if (/city|location|place|town|region/i.test(name)) return placeIn(said) ?? 'Berlin';
  const quoted = /["“'`]([^"”'`]+)["”'`]/.exec(said)?.[1];
  return (quoted ?? said.slice(0, 200)).padEnd(minLength, '.');
}

function number({ type, minimum, exclusiveMinimum }: Schema, said: string): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + 1);
  const found = Number(/-?\d+(?:\.\d+)?/.exec(said)?.[0] ?? least ?? 1);
  const fitting = least === undefined ? found : Math.max(found, least);
  return type === 'integer' ? Math.round(fitting) : fitting;
}

/** The first of these values that the text names as a whole word. */
function mentioned(values: unknown[] | undefined, said: string): unknown {
  const words = (text: string): string =>
    ` ${text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
  const heard = words(said);
  return values?.find((value) => typeof value === 'string' && heard.includes(words(value)));
}

function resolve({ $ref }: Schema, { root }: Context): Schema | undefined {
  const name = $ref?.split('/').at(-1);
  return name === undefined ? undefined : (root.$defs?.[name] ?? root.definitions?.[name]);
}

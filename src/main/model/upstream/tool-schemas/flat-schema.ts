import { isDeepStrictEqual } from 'node:util';
import { isObject, typeNamed, typeOf, type JsonType, type Schema } from './json-schema.ts';
import type { References } from './references.ts';

/** One schema with all that `$ref`, `allOf` and the names of older drafts hide brought to one level. */
export interface FlatSchema {
  /** Null is allowed beside all else. */
  nullable: boolean;
  /** Undefined: not said. Empty: none is possible. */
  types: readonly JsonType[] | undefined;
  /** Of `enum` and `const`. */
  values: readonly unknown[] | undefined;
  /** By name, as they came. */
  properties: Map<string, unknown>;
  required: Set<string>;
  /** False: no others. A schema: others of this shape. */
  additional: unknown;
  items: unknown;
  /** The schemas of the first items, where each place has its own. */
  tuple: readonly unknown[] | undefined;
  /** Of each group, one must hold: `anyOf`, `oneOf`. */
  alternatives: (readonly unknown[])[];
  description: string;
  /** Keywords that are kept as they are: bounds, `pattern`, `title`, `default`. */
  kept: Schema;
  /** What no keyword of the common form can say, for the description. */
  notes: string[];
  /** The type that a note speaks of. */
  hint: JsonType | undefined;
  /** The keywords that occurred. */
  said: Set<string>;
  /** References that led here, so that a schema which contains itself comes to an end. */
  trail: ReadonlySet<string>;
}

/** Nothing said yet. */
export function emptySchema(trail: ReadonlySet<string>): FlatSchema {
  return {
    nullable: false,
    types: undefined,
    values: undefined,
    properties: new Map(),
    required: new Set(),
    additional: undefined,
    items: undefined,
    tuple: undefined,
    alternatives: [],
    description: '',
    kept: {},
    notes: [],
    hint: undefined,
    said: new Set(),
    trail,
  };
}

/** A copy to which more can be added. */
export function copyOf(flat: FlatSchema): FlatSchema {
  return {
    ...flat,
    properties: new Map(flat.properties),
    required: new Set(flat.required),
    alternatives: [...flat.alternatives],
    kept: { ...flat.kept },
    notes: [...flat.notes],
    said: new Set(flat.said),
  };
}

/**
 * Assertions without a place in the common form, and the type they speak of; what they say is told in
 * the description.
 */
const told: ReadonlyMap<string, JsonType | undefined> = new Map([
  ['not', undefined],
  ['if', undefined],
  ['then', undefined],
  ['else', undefined],
  ['dependentRequired', 'object'],
  ['dependentSchemas', 'object'],
  ['dependencies', 'object'],
  ['propertyNames', 'object'],
  ['patternProperties', 'object'],
  ['minProperties', 'object'],
  ['maxProperties', 'object'],
  ['contains', 'array'],
  ['minContains', 'array'],
  ['maxContains', 'array'],
  ['multipleOf', 'number'],
  ['divisibleBy', 'number'],
  ['contentEncoding', 'string'],
  ['contentMediaType', 'string'],
]);

/** Of two lower bounds the higher holds, of two upper ones the lower. */
const lowerBounds = new Set(['minimum', 'minLength', 'minItems']);
const upperBounds = new Set(['maximum', 'maxLength', 'maxItems']);

/**
 * Adds what a schema says to what is known, as `allOf` would. A reference is followed unless it led
 * here before: then its name stands in the notes.
 */
export function absorb(flat: FlatSchema, schema: unknown, references: References): void {
  const own = new Set<string>();
  const above = flat.trail;
  const add = (node: unknown): void => {
    if (node === false) flat.notes.push('never to be given');
    if (!isObject(node)) return;
    for (const key of ['$ref', '$dynamicRef', '$recursiveRef']) {
      const reference = node[key];
      if (typeof reference !== 'string' || own.has(reference)) continue;
      const target = references.resolve(reference);
      if (above.has(reference) || target === undefined) {
        flat.notes.push(`of the shape "${nameIn(reference)}"`);
        if (isObject(target)) addTypes(flat, outlineOf(target));
        continue;
      }
      own.add(reference);
      flat.trail = new Set([...flat.trail, reference]);
      add(target);
    }
    for (const key of ['allOf', 'extends']) {
      if (Array.isArray(node[key])) (node[key] as unknown[]).forEach(add);
      else if (isObject(node[key])) add(node[key]);
    }
    addKeywords(flat, node);
  };
  add(schema);
}

/** Of a schema that contains itself, only the type is said again. */
function outlineOf(target: Schema): unknown {
  return target['type'] ?? (isObject(target['properties']) ? 'object' : undefined);
}

function nameIn(reference: string): string {
  const name = /[^/#]+$/.exec(reference)?.[0];
  return name ?? 'the whole';
}

function addKeywords(flat: FlatSchema, node: Schema): void {
  for (const [key, value] of Object.entries(node)) {
    if (value === undefined) continue;
    flat.said.add(key);
    if (told.has(key)) {
      flat.notes.push(briefly({ [key]: value }));
      flat.hint ??= told.get(key);
    } else if (lowerBounds.has(key) || upperBounds.has(key)) addBound(flat, key, value);
    else addKeyword(flat, key, value, node);
  }
}

function addKeyword(flat: FlatSchema, key: string, value: unknown, node: Schema): void {
  switch (key) {
    case 'type':
      addTypes(flat, value);
      break;
    case 'nullable':
      flat.nullable ||= value === true;
      break;
    case 'enum':
      if (Array.isArray(value)) addValues(flat, value);
      break;
    case 'const':
      addValues(flat, [value]);
      break;
    case 'properties':
      if (isObject(value)) addProperties(flat, value);
      break;
    case 'required':
      if (Array.isArray(value)) {
        for (const name of value) if (typeof name === 'string') flat.required.add(name);
      }
      break;
    case 'additionalProperties':
      addAdditional(flat, value);
      break;
    case 'unevaluatedProperties':
      if (value === false) addAdditional(flat, value);
      break;
    case 'prefixItems':
      if (Array.isArray(value)) flat.tuple = value;
      break;
    case 'items':
      if (Array.isArray(value)) flat.tuple = value;
      else flat.items = flat.items === undefined ? value : { allOf: [flat.items, value] };
      break;
    case 'additionalItems':
      if (Array.isArray(node['items'])) flat.items = value;
      break;
    case 'uniqueItems':
      if (value === true) flat.notes.push('no two alike');
      break;
    case 'anyOf':
    case 'oneOf':
      if (Array.isArray(value) && value.length > 0) flat.alternatives.push(value);
      break;
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      addExclusive(flat, key, value, node);
      break;
    case 'pattern':
      if (typeof value === 'string') addPattern(flat, value);
      break;
    case 'format':
      if (typeof value === 'string' && !sizes.has(value)) {
        flat.notes.push(`format: ${value}`);
        flat.hint ??= 'string';
      }
      break;
    case 'description':
      if (typeof value === 'string') addDescription(flat, value);
      break;
    case 'title':
      if (typeof value === 'string') flat.kept['title'] ??= value;
      break;
    case 'default':
      flat.kept['default'] ??= value;
      break;
    case 'example':
      flat.notes.push(`for instance ${briefly(value)}`);
      break;
    case 'examples':
      if (Array.isArray(value) && value.length > 0) {
        flat.notes.push(`for instance ${briefly(value[0])}`);
      }
      break;
    default:
    // What no draft knows as an assertion means nothing, by the standard.
  }
}

/** Longest value in a remark, in characters. */
const longestValue = 300;

function briefly(value: unknown): string {
  return (JSON.stringify(value) ?? '').slice(0, longestValue);
}

/** Formats of OpenAPI that only say how large a number is. */
const sizes = new Set(['int32', 'int64', 'uint', 'uint32', 'uint64', 'float', 'double']);

function addTypes(flat: FlatSchema, value: unknown): void {
  const names = Array.isArray(value) ? value : [value];
  const types = names.map(typeNamed);
  if (types.includes(undefined)) return; // A type that nobody knows may be any.
  const list = [...new Set(types as JsonType[])];
  flat.types = flat.types === undefined ? list : inBoth(flat.types, list);
}

function inBoth(some: readonly JsonType[], others: readonly JsonType[]): JsonType[] {
  const all = new Set<JsonType>(some.filter((type) => others.includes(type)));
  if (some.includes('number') && others.includes('integer')) all.add('integer');
  if (some.includes('integer') && others.includes('number')) all.add('integer');
  return [...all];
}

function addValues(flat: FlatSchema, values: readonly unknown[]): void {
  const known = flat.values;
  const both = known?.filter((value) => values.some((other) => isDeepStrictEqual(value, other)));
  flat.values = both ?? values;
}

function addProperties(flat: FlatSchema, properties: Schema): void {
  for (const [name, schema] of Object.entries(properties)) {
    const known = flat.properties.get(name);
    const alike = known === undefined || isDeepStrictEqual(known, schema);
    flat.properties.set(name, alike ? schema : { allOf: [known, schema] });
    // Draft 3 says it here.
    if (isObject(schema) && schema['required'] === true) flat.required.add(name);
  }
}

function addAdditional(flat: FlatSchema, value: unknown): void {
  if (flat.additional === false) return;
  if (typeof value === 'boolean' || isObject(value)) flat.additional = value;
}

function addBound(flat: FlatSchema, key: string, value: unknown): void {
  if (typeof value !== 'number') return;
  const length = key.endsWith('Length') || key.endsWith('Items');
  if (length && (value < 0 || !Number.isInteger(value))) return;
  const known = flat.kept[key];
  if (typeof known !== 'number') flat.kept[key] = value;
  else flat.kept[key] = lowerBounds.has(key) ? Math.max(known, value) : Math.min(known, value);
}

/** In draft 4 a boolean beside the bound; later a bound of its own. */
function addExclusive(flat: FlatSchema, key: string, value: unknown, node: Schema): void {
  const bound = value === true ? node[key === 'exclusiveMinimum' ? 'minimum' : 'maximum'] : value;
  if (typeof bound !== 'number') return;
  const lower = key === 'exclusiveMinimum';
  flat.notes.push(`${lower ? 'more' : 'less'} than ${bound}`);
  addBound(flat, lower ? 'minimum' : 'maximum', bound);
}

/** What every service's own engine reads: from beginning to end, without groups of other kinds. */
function addPattern(flat: FlatSchema, pattern: string): void {
  const plain = /^\^.*[^\\]\$$/.test(pattern) && !/\(\?|\\[pPbBkuxc1-9]/.test(pattern);
  if (plain && isRegExp(pattern) && flat.kept['pattern'] === undefined) {
    flat.kept['pattern'] = pattern;
  } else {
    flat.notes.push(`pattern: ${pattern}`);
    flat.hint ??= 'string';
  }
}

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function addDescription(flat: FlatSchema, text: string): void {
  if (flat.description === '') flat.description = text;
  else if (!flat.description.includes(text)) flat.description += ` ${text}`;
}

/** The types that are possible, told or to be seen from the other keywords; undefined: any. */
export function typesOf(flat: FlatSchema): readonly JsonType[] | undefined {
  if (flat.values && flat.values.length > 0) {
    const types = [...new Set(flat.values.map(typeOf))];
    return flat.types === undefined ? types : flat.types.length > 0 ? flat.types : types;
  }
  if (flat.types !== undefined) return flat.types;
  const { kept } = flat;
  if (['properties', 'required', 'additionalProperties'].some((key) => flat.said.has(key))) {
    return ['object'];
  }
  if (flat.items !== undefined || flat.tuple || 'minItems' in kept || 'maxItems' in kept) {
    return ['array'];
  }
  if ('pattern' in kept || 'minLength' in kept || 'maxLength' in kept) return ['string'];
  if ('minimum' in kept || 'maximum' in kept) return ['number'];
  return flat.hint && [flat.hint];
}

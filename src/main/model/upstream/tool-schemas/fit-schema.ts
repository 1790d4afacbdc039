import { deepest, type Budget } from './budget.ts';
import { choiceOf, longChoiceNote } from './choice.ts';
import { anyOf, type Fitted } from './fitted.ts';
import { fitProperties } from './fit-object.ts';
import { absorb, copyOf, emptySchema, typesOf, type FlatSchema } from './flat-schema.ts';
import { isObject, type JsonType, type Schema } from './json-schema.ts';
import type { References } from './references.ts';

/** What the schemas of one tool share. */
export interface Fitting {
  references: References;
  left: Budget;
}

/** Most forms of one value that are told apart. */
const mostForms = 16;
/** Longest remark on what no keyword says, in characters. */
const longestNotes = 400;

/**
 * A schema in the form that every service takes: one type each, choices among texts, `anyOf` alone on
 * its level, no references; with names that can be sent. What that cannot say stands in the description.
 * @param trail references that led here
 * @param depth objects and arrays around it
 */
export function fitSchema(
  schema: unknown,
  fitting: Fitting,
  trail: ReadonlySet<string>,
  depth: number,
): Fitted {
  return fitFlat(flatten(schema, fitting, trail), fitting, depth);
}

/** A schema on one level. */
export function flatten(
  schema: unknown,
  { references, left }: Fitting,
  trail: ReadonlySet<string>,
): FlatSchema {
  const flat = emptySchema(trail);
  const counted: References = {
    resolve: (reference) => {
      left.references -= 1;
      return left.references < 0 ? undefined : references.resolve(reference);
    },
  };
  absorb(flat, schema, counted);
  return flat;
}

/** Each form that a schema allows, without alternatives; what cannot be is left out. */
export function formsOf(flat: FlatSchema, fitting: Fitting): FlatSchema[] {
  let open = [flat];
  const forms: FlatSchema[] = [];
  while (open.length > 0) {
    const next: FlatSchema[] = [];
    for (const form of open) {
      const [group, ...rest] = form.alternatives;
      if (!group) {
        forms.push(form);
        continue;
      }
      const base = { ...copyOf(form), alternatives: rest };
      const constants = constantsIn(group);
      if (constants) {
        absorb(base, constants, fitting.references);
        next.push(base);
        continue;
      }
      if (onlyRequires(group)) {
        base.notes.push(`give one of: ${group.map(requiredIn).join(' / ')}`);
        next.push(base);
        continue;
      }
      for (const branch of group.slice(0, mostForms)) {
        const each = copyOf(base);
        absorb(each, branch, fitting.references);
        if (typesOf(each)?.length !== 0 && branch !== false) next.push(each);
      }
    }
    open = next.slice(0, mostForms);
  }
  return forms.length > 0 ? forms : [{ ...copyOf(flat), alternatives: [] }];
}

/** A choice of one value a branch, as authors write a choice whose values have titles. */
function constantsIn(group: readonly unknown[]): Schema | undefined {
  const values: unknown[] = [];
  const titles: string[] = [];
  for (const branch of group) {
    if (!isObject(branch) || !('const' in branch)) return undefined;
    const { const: value, title, description, type: _, ...others } = branch;
    if (Object.keys(others).length > 0) return undefined;
    values.push(value);
    const words = [title, description].filter((each) => typeof each === 'string' && each !== value);
    if (words.length > 0) titles.push(`${JSON.stringify(value)}: ${words.join(', ')}`);
  }
  return { enum: values, ...(titles.length > 0 ? { description: titles.join('; ') } : {}) };
}

/** Whether the branches only say which properties must be there. */
function onlyRequires(group: readonly unknown[]): boolean {
  return group.every(
    (branch) =>
      isObject(branch) && Array.isArray(branch['required']) && Object.keys(branch).length === 1,
  );
}

function requiredIn(branch: unknown): string {
  return ((branch as Schema)['required'] as unknown[]).join(' and ');
}

function fitFlat(flat: FlatSchema, fitting: Fitting, depth: number): Fitted {
  const { title, default: preset, ...kept } = flat.kept;
  const base = { ...copyOf(flat), description: '', notes: [], kept };
  const forms = formsOf(base, fitting).flatMap(byType);
  if (forms.some(({ nullable }) => nullable)) forms.push(ofType(emptySchema(flat.trail), 'null'));
  // Beside an `anyOf` nothing may stand: what is said of all forms is said with the first.
  const words = described(flat.description, flat.notes);
  const beside = forms.length > 1 ? {} : { title, default: preset };
  const fitted = forms.map((form, index) => {
    const own = described(form.description, form.notes);
    const description = [index === 0 ? words : '', own].filter(Boolean).join(' ');
    return fitForm({ ...form, description, kept: { ...beside, ...form.kept } }, fitting, depth);
  });
  return anyOf(fitted);
}

/** A description with the remarks on what no keyword says. */
export function described(description: string, notes: readonly string[]): string {
  if (notes.length === 0) return description;
  const text = [...new Set(notes)].join('; ');
  const short = text.length > longestNotes ? `${text.slice(0, longestNotes)}…` : text;
  return description === '' ? short : `${description} (${short})`;
}

/** A form for each of its types. */
function byType(form: FlatSchema): FlatSchema[] {
  const types = typesOf(form);
  if (form.values && form.values.length > 0) {
    const values = form.values.filter((value) => value !== null);
    const rest = values.length > 0 ? [{ ...form, values }] : [];
    return values.length < form.values.length ? [...rest, ofType(form, 'null')] : rest;
  }
  if (!types || types.length === 0) return [{ ...form, types: undefined }];
  return types
    .filter((type) => type !== 'integer' || !types.includes('number'))
    .map((type) => ofType(form, type));
}

function ofType(form: FlatSchema, type: JsonType): FlatSchema {
  return { ...form, types: [type], ...(type === 'null' ? { values: undefined } : {}) };
}

function fitForm(form: FlatSchema, fitting: Fitting, depth: number): Fitted {
  fitting.left.schemas -= 1;
  if (fitting.left.schemas < 0) return jsonText(form);
  if (form.values && form.values.length > 0) return fitChoice(form, form.values, fitting, depth);
  const type = form.types?.[0];
  if ((type === 'object' || type === 'array') && depth >= deepest) return jsonText(form);
  if (type === undefined) return anything(form, depth);
  if (type === 'object') return fitObject(form, fitting, depth);
  if (type === 'array') return fitArray(form, fitting, depth);
  return { schema: plain(form, type) };
}

/** The keywords of the common form for each type, beside those that all have. */
const keywords: Readonly<Record<JsonType, readonly string[]>> = {
  string: ['minLength', 'maxLength', 'pattern'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  array: ['minItems', 'maxItems'],
  boolean: [],
  object: [],
  null: [],
};

function plain({ kept, description }: FlatSchema, type: JsonType): Schema {
  const schema: Schema = { type };
  if (description !== '') schema['description'] = description;
  for (const key of ['title', 'default', ...keywords[type]]) {
    if (kept[key] !== undefined && kept[key] !== null) schema[key] = kept[key];
  }
  return schema;
}

function fitChoice(
  form: FlatSchema,
  values: readonly unknown[],
  fitting: Fitting,
  depth: number,
): Fitted {
  const choice = choiceOf(values, fitting.left);
  if (!choice) {
    const description = described(form.description, [longChoiceNote(values)]);
    const types = typesOf({ ...form, types: undefined });
    const free = { ...form, values: undefined, description };
    return anyOf((types ?? ['string']).map((type) => fitForm(ofType(free, type), fitting, depth)));
  }
  const { default: preset, ...kept } = form.kept;
  const label = typeof preset === 'string' ? preset : JSON.stringify(preset);
  const known = label !== undefined && (choice.schema['enum'] as string[]).includes(label);
  const words = plain({ ...form, kept: known ? { ...kept, default: label } : kept }, 'boolean');
  return { ...choice, schema: { ...words, ...choice.schema } };
}

/** Where schemas may go no deeper. */
function jsonText(form: FlatSchema): Fitted {
  const type = form.types?.[0] ?? 'value';
  return {
    schema: plain(
      {
        ...form,
        kept: {},
        description: described(form.description, [`as JSON text of the ${type}`]),
      },
      'string',
    ),
    restore: (value) => (typeof value === 'string' ? (containerIn(value) ?? value) : value),
  };
}

function containerIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // A text that means itself.
    return undefined;
  }
}

/** Any value: services want a type for each. */
function anything(form: FlatSchema, depth: number): Fitted {
  if (depth >= deepest) return jsonText(form);
  const { description } = form;
  return anyOf(
    [
      { type: 'string', ...(description === '' ? {} : { description }) },
      { type: 'number' },
      { type: 'boolean' },
      freeObject,
      { type: 'array', items: { type: 'string' } },
    ].map((schema) => ({ schema })),
  );
}

const freeObject: Schema = { type: 'object', properties: {}, additionalProperties: true };

function fitObject(form: FlatSchema, fitting: Fitting, depth: number): Fitted {
  const { schema, restore, notes } = fitProperties(form, fitting.left, (property) =>
    fitSchema(property, fitting, form.trail, depth + 1),
  );
  const description = described(form.description, notes);
  return {
    schema: { ...plain({ ...form, description }, 'object'), ...schema },
    ...(restore ? { restore } : {}),
  };
}

function fitArray(form: FlatSchema, fitting: Fitting, depth: number): Fitted {
  const { tuple, items, kept, notes, trail } = form;
  const schemas = [...(tuple ?? []), ...(items === undefined || items === false ? [] : [items])];
  const each = schemas.length === 0 ? [true] : schemas;
  const fitted = anyOf(each.map((schema) => fitSchema(schema, fitting, trail, depth + 1)));
  const places = tuple ? [`in this order: ${JSON.stringify(tuple).slice(0, 200)}`] : [];
  const closed = tuple && items === false ? { maxItems: tuple.length } : {};
  const description = described(form.description, places);
  const { restore } = fitted;
  return {
    schema: {
      ...plain({ ...form, notes, description, kept: { ...closed, ...kept } }, 'array'),
      items: fitted.schema,
    },
    ...(restore
      ? { restore: (value) => (Array.isArray(value) ? (value as unknown[]).map(restore) : value) }
      : {}),
  };
}

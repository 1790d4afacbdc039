import { fullBudget } from './budget.ts';
import { anyOf, type Fitted } from './fitted.ts';
import { fitProperties, type FittedObject } from './fit-object.ts';
import { described, fitSchema, flatten, formsOf, type Fitting } from './fit-schema.ts';
import { typesOf, type FlatSchema } from './flat-schema.ts';
import { isObject, type Schema } from './json-schema.ts';
import { referencesIn } from './references.ts';

/** The parameters of a function as they can be sent. */
export interface FittedParameters extends Fitted {
  /** What the schema could not say: for the function's description. */
  notes: string[];
}

/** Stands around parameters that are no object. */
const wrapper = 'value';

/**
 * The parameters of a function in the common form: an object with `properties`, and nothing beside
 * them that chooses between forms. The forms of a choice are laid over each other; which properties
 * belong together is told in the notes. Parameters that are no object become one with one property.
 * @param parameters any JSON Schema, or none
 */
export function fitParameters(parameters: unknown): FittedParameters {
  const fitting: Fitting = { references: referencesIn(parameters), left: fullBudget() };
  const flat = flatten(parameters, fitting, new Set());
  const { description, notes } = flat;
  const forms = formsOf({ ...flat, description: '', notes: [] }, fitting).flatMap(byObjects);
  const objects = forms.filter(canBeObject);
  if (objects.length === 0) return wrapped(parameters, fitting);

  const merged = overlaid(objects.map((form) => fitForm(form, fitting)));
  return {
    ...merged,
    schema: {
      type: 'object',
      ...(description === '' ? {} : { description }),
      ...(typeof flat.kept['title'] === 'string' ? { title: flat.kept['title'] } : {}),
      ...merged.schema,
    },
    notes: [...notes, ...merged.notes],
  };
}

/** A choice between objects, told by their properties. */
function byObjects(form: FlatSchema): FlatSchema[] {
  if (!form.values || form.values.length === 0) return [form];
  return form.values.map((value) =>
    isObject(value)
      ? {
          ...form,
          values: undefined,
          types: ['object'],
          said: new Set(['properties', 'required']),
          properties: new Map(Object.entries(value).map(([name, each]) => [name, { const: each }])),
          required: new Set(Object.keys(value)),
        }
      : { ...form, values: [value] },
  );
}

/** Parameters of which nothing is said are an object without properties. */
function canBeObject(form: FlatSchema): boolean {
  return (typesOf(form) ?? ['object']).includes('object');
}

function fitForm(form: FlatSchema, fitting: Fitting): FittedObject {
  const listed = { ...form, said: new Set([...form.said, 'properties']) };
  const fitted = fitProperties(listed, fitting.left, (property) =>
    fitSchema(property, fitting, form.trail, 1),
  );
  const own = described(form.description, form.notes);
  return { ...fitted, notes: [...(own === '' ? [] : [own]), ...fitted.notes] };
}

/** One object in which each of several fits. */
function overlaid(fitted: readonly FittedObject[]): FittedObject {
  if (fitted.length === 1) return fitted[0]!;
  const properties = new Map<string, Fitted[]>();
  for (const { schema } of fitted) {
    for (const [name, property] of Object.entries(schema['properties'] as Schema)) {
      const known = properties.get(name) ?? [];
      properties.set(name, [...known, asFitted(property as Schema)]);
    }
  }
  const sets = fitted.map(({ schema }) => new Set((schema['required'] ?? []) as string[]));
  const common = [...sets[0]!].filter((name) => sets.every((set) => set.has(name)));
  const own = sets.map((set) => [...set].filter((name) => !common.includes(name)).join(' and '));
  const open = fitted.some(({ schema }) => schema['additionalProperties'] !== false);
  const choices = [...new Set(own)].filter(Boolean);
  const { restore } = anyOf(
    fitted.map(({ schema, ...rest }) => ({ ...rest, schema: { type: 'object', ...schema } })),
  );
  return {
    schema: {
      properties: Object.fromEntries(
        [...properties].map(([name, all]) => [name, anyOf(all).schema]),
      ) as Schema,
      ...(common.length > 0 ? { required: common } : {}),
      ...(open ? {} : { additionalProperties: false }),
    },
    notes: [
      ...(choices.length > 1 ? [`give one of: ${choices.join(' / ')}`] : []),
      ...new Set(fitted.flatMap(({ notes }) => notes)),
    ],
    ...(restore ? { restore } : {}),
  };
}

/** A schema that fits, with the branches of its `anyOf`. */
function asFitted(schema: Schema): Fitted {
  const branches = schema['anyOf'] as Schema[] | undefined;
  return { schema, ...(branches ? { branches: branches.map(asFitted) } : {}) };
}

function wrapped(parameters: unknown, fitting: Fitting): FittedParameters {
  const { schema, restore = (value) => value } = fitSchema(parameters, fitting, new Set(), 1);
  return {
    schema: { type: 'object', properties: { [wrapper]: schema }, required: [wrapper] },
    restore: (value) =>
      isObject(value) && Object.hasOwn(value, wrapper) ? restore(value[wrapper]) : value,
    notes: [],
  };
}

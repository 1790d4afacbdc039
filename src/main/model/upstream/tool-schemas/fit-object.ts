import type { Budget } from './budget.ts';
import type { Fitted } from './fitted.ts';
import { fittingNames } from './fitting-name.ts';
import type { FlatSchema } from './flat-schema.ts';
import { isObject, type Schema } from './json-schema.ts';

/** An object with its properties: what stands beside its type and its description. */
export interface FittedObject extends Fitted {
  /** What could not be said by keywords. */
  notes: string[];
}

/**
 * The properties of an object, under names that can be sent. One that must be there is there, whether
 * or not the schema says what it is; where there are more than services take, all are told in words.
 * @param left what the whole tool may still take
 * @param fit fits the schema of one property
 */
export function fitProperties(
  form: FlatSchema,
  left: Budget,
  fit: (schema: unknown) => Fitted,
): FittedObject {
  const notes: string[] = [];
  const all = new Set([...form.properties.keys(), ...form.required]);
  const names = [...all].filter((name) => form.properties.get(name) !== false);
  const characters = names.reduce((sum, name) => sum + name.length, 0);
  if (names.length > left.properties || characters > left.characters) {
    notes.push(`${names.length} properties, such as ${names.slice(0, 10).join(', ')}`);
    return { schema: { properties: {}, additionalProperties: true }, notes };
  }
  left.properties -= names.length;
  left.characters -= characters;
  const sent = fittingNames(names, 'property');
  const fitted = new Map(names.map((name) => [name, fit(form.properties.get(name) ?? true)]));
  const properties = names.map((name) => [sent.get(name)!, fitted.get(name)!.schema]);
  const required = [...form.required].flatMap((name) => sent.get(name) ?? []);
  const renamed = names.filter((name) => sent.get(name) !== name);
  const restore = restoring(fitted, sent, renamed);
  return {
    schema: {
      properties: Object.fromEntries(properties) as Schema,
      ...(form.said.has('required') || required.length > 0 ? { required } : {}),
      ...others(form, notes),
    },
    notes,
    ...(restore ? { restore } : {}),
  };
}

/** What is said of properties without a schema of their own. */
function others(
  { additional, said }: FlatSchema,
  notes: string[],
): { additionalProperties?: boolean } {
  if (said.has('patternProperties')) return { additionalProperties: true };
  if (typeof additional === 'boolean') return { additionalProperties: additional };
  if (isObject(additional)) {
    if (Object.keys(additional).length > 0) {
      notes.push(`other properties: ${JSON.stringify(additional).slice(0, 300)}`);
    }
    return { additionalProperties: true };
  }
  return said.has('properties') ? {} : { additionalProperties: true };
}

function restoring(
  fitted: ReadonlyMap<string, Fitted>,
  sent: ReadonlyMap<string, string>,
  renamed: readonly string[],
): Fitted['restore'] {
  if (renamed.length === 0 && ![...fitted.values()].some(({ restore }) => restore)) {
    return undefined;
  }
  const original = new Map([...sent].map(([name, as]) => [as, name]));
  return (value) => {
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([key, each]) => {
      const name = original.get(key) ?? key;
      return [name, fitted.get(name)?.restore?.(each) ?? each] as const;
    });
    return Object.fromEntries(entries);
  };
}

import { isObject, isOfType, typeNamed, type Schema } from './json-schema.ts';

/** A schema in the common form, and the way back from it. */
export interface Fitted {
  schema: Schema;
  /** Turns what a model answered to it into what the schema as it came wants. Left out: it is that. */
  restore?: (value: unknown) => unknown;
  /** Where it is an `anyOf`: its branches. */
  branches?: readonly Fitted[];
}

/** One of several schemas, without repetitions; choices among texts become one. */
export function anyOf(fitted: readonly Fitted[]): Fitted {
  const [only, ...more] = fitted;
  if (only && more.length === 0) return only;
  const branches: Fitted[] = [];
  const seen = new Set<string>();
  for (const branch of fitted.flatMap((each) => each.branches ?? [each])) {
    const at = branches.findIndex(({ schema }) => isChoice(schema) && isChoice(branch.schema));
    if (at >= 0) {
      branches[at] = choiceOfBoth(branches[at]!, branch);
      continue;
    }
    const { description: _, ...shape } = branch.schema;
    const text = JSON.stringify(shape);
    if (!seen.has(text)) branches.push(branch);
    seen.add(text);
  }
  if (branches.length === 1) return branches[0]!;
  return {
    schema: { anyOf: branches.map(({ schema }) => schema) },
    branches,
    ...(branches.some(({ restore }) => restore)
      ? { restore: (value) => branchOf(branches, value)?.restore?.(value) ?? value }
      : {}),
  };
}

function isChoice(schema: Schema): schema is Schema & { enum: string[] } {
  return Array.isArray(schema['enum']);
}

function choiceOfBoth(one: Fitted, other: Fitted): Fitted {
  const [some, more] = [one.schema, other.schema] as { enum: string[] }[];
  const descriptions = [one, other].map(({ schema }) => schema['description']).filter(Boolean);
  const { restore: first = same } = one;
  const { restore: second = same } = other;
  const own = new Set(some!.enum);
  return {
    schema: {
      type: 'string',
      enum: [...new Set([...some!.enum, ...more!.enum])],
      ...(descriptions.length > 0 ? { description: [...new Set(descriptions)].join(' ') } : {}),
    },
    ...(one.restore || other.restore
      ? { restore: (value) => (own.has(value as string) ? first(value) : second(value)) }
      : {}),
  };
}

function same(value: unknown): unknown {
  return value;
}

/** The branch that a value was written for, as far as types, names and choices tell. */
function branchOf(branches: readonly Fitted[], value: unknown): Fitted | undefined {
  const ofType = branches.filter(({ schema }) => isOfType(value, typeNamed(schema['type'])!));
  if (ofType.length < 2 || !isObject(value)) return ofType[0];
  return ofType.find(({ schema }) => holds(schema, value)) ?? ofType[0];
}

function holds(schema: Schema, value: Schema): boolean {
  const properties = schema['properties'] as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, each]) => {
      const known = Object.hasOwn(properties, name) ? properties[name]! : undefined;
      return !known || !isChoice(known) || known.enum.includes(each as string);
    })
  );
}

import fc from 'fast-check';

/** What a model might answer that keeps to a schema in the form in which tools are sent. */
export function answerTo(schema: Record<string, unknown>): fc.Arbitrary<unknown> {
  if (Array.isArray(schema['anyOf'])) {
    return fc.oneof(...(schema['anyOf'] as Record<string, unknown>[]).map(answerTo));
  }
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const minimum = (schema['minimum'] ?? 0) as number;
  switch (schema['type']) {
    case 'string':
      return fc.string({ ...lengths(schema['minLength'], schema['maxLength']) });
    case 'integer':
    case 'number':
      return fc.integer({ min: minimum, max: (schema['maximum'] ?? minimum + 9) as number });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(
        answerTo(schema['items'] as Record<string, unknown>),
        lengths(schema['minItems'], schema['maxItems']),
      );
    default: {
      const properties = schema['properties'] as Record<string, Record<string, unknown>>;
      const parts = Object.entries(properties).map(([name, each]) => [name, answerTo(each)]);
      return fc.record(Object.fromEntries(parts) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: (schema['required'] ?? []) as string[],
      });
    }
  }
}

/** A few more than there must be, as far as there may be. */
function lengths(least: unknown = 0, most: unknown = Number.POSITIVE_INFINITY) {
  const minLength = least as number;
  return { minLength, maxLength: Math.min(minLength + 3, most as number) };
}

import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FunctionTool } from '../../../../../src/main/model/model.ts';
import { createToolFitting } from '../../../../../src/main/model/upstream/tool-schemas/fit-tools.ts';
import { answerTo } from '../../../../support/answers-to.ts';
import { toolProblems } from '../../../../support/tool-rules.ts';

const schemas = { numRuns: 300 };

const oddName = fc.oneof(
  fc.constantFrom('a', 'id', 'a.b', '$filter', '@type', '__proto__', 'ü', '', 'x'.repeat(70)),
  fc.string(),
);
const definition = fc.constantFrom('one', 'two', 'three', 'nowhere');
const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 2 }), oddName);

/** Keywords of every draft, OpenAPI's and made-up ones, with values that fit them and some that do not. */
const wildSchema = fc.letrec((tie) => ({
  schema: fc.oneof({ maxDepth: 4, withCrossShrink: true }, fc.boolean(), anyValue, tie('object')),
  list: fc.array(tie('schema'), { maxLength: 4 }),
  named: fc.dictionary(oddName, tie('schema'), { maxKeys: 4 }),
  object: fc.record(
    {
      $schema: fc.constantFrom(
        'http://json-schema.org/draft-04/schema#',
        'https://json-schema.org/draft/2020-12/schema',
      ),
      $ref: definition.map((name) => `#/$defs/${name}`),
      $dynamicRef: fc.constantFrom('#', '#node', 'https://example.com/other.json'),
      $defs: fc.record(
        { one: tie('schema'), two: tie('schema'), three: tie('schema') },
        { requiredKeys: [] },
      ),
      definitions: tie('named'),
      type: fc.oneof(
        fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null', 'any'),
        fc.array(fc.constantFrom('object', 'array', 'string', 'null', 'STRING', 'file')),
        anyValue,
      ),
      properties: fc.oneof(tie('named'), anyValue),
      required: fc.oneof(fc.array(oddName), fc.boolean(), anyValue),
      items: fc.oneof(tie('schema'), tie('list')),
      prefixItems: tie('list'),
      additionalItems: tie('schema'),
      additionalProperties: tie('schema'),
      unevaluatedProperties: tie('schema'),
      patternProperties: tie('named'),
      propertyNames: tie('schema'),
      oneOf: tie('list'),
      anyOf: fc.oneof(tie('list'), anyValue),
      allOf: fc.oneof(tie('list'), anyValue),
      not: tie('schema'),
      if: tie('schema'),
      else: tie('schema'),
      dependencies: tie('named'),
      enum: fc.oneof(fc.array(anyValue), anyValue),
      const: anyValue,
      nullable: fc.boolean(),
      format: fc.constantFrom('date-time', 'int64', 'uri'),
      pattern: fc.oneof(fc.constantFrom('^a+$', 'b', '^(?=a)b$', '(', '\\p{L}'), fc.string()),
      minimum: fc.oneof(fc.integer(), anyValue),
      exclusiveMinimum: fc.oneof(fc.boolean(), fc.integer(), anyValue),
      maxLength: fc.oneof(fc.integer(), anyValue),
      minItems: fc.oneof(fc.nat(), anyValue),
      uniqueItems: fc.boolean(),
      default: anyValue,
      description: fc.oneof(fc.string(), anyValue),
      title: fc.oneof(fc.string(), anyValue),
      examples: fc.array(anyValue),
      'x-order': fc.integer(),
    },
    { requiredKeys: [] },
  ),
})).schema;

const wildTool = fc.record({
  type: fc.constant('function' as const),
  function: fc.record(
    {
      name: oddName,
      description: fc.oneof(fc.string(), fc.string({ minLength: 1_000, maxLength: 2_000 })),
      parameters: wildSchema as fc.Arbitrary<Record<string, unknown>>,
      strict: fc.constant(false),
    },
    { requiredKeys: ['name'] },
  ),
}) as fc.Arbitrary<FunctionTool>;

test('any tool at all becomes one that every service takes, and that can be called with anything', async () => {
  await fc.assert(
    fc.asyncProperty(wildTool, fc.oneof(fc.json(), fc.string()), async (tool, text) => {
      const before = JSON.stringify(tool);
      const fitted = await createToolFitting()([tool]);
      expect(toolProblems(fitted.tools)).toEqual([]);
      expect(JSON.stringify(tool)).toBe(before);
      // What was fitted fits.
      const again = await createToolFitting()(fitted.tools);
      expect(again.tools[0]).toBe(fitted.tools[0]);
      const name = fitted.sentName(tool.function.name);
      const call = fitted.restored({ id: 'c', name, arguments: text });
      expect(call).toMatchObject({ id: 'c', name: tool.function.name });
    }),
    schemas,
  );
});

/** Schemas whose meaning the common form can hold, in all the ways in which authors write them. */
const meantSchema = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<object>(
      { type: 'string', minLength: 1 },
      { type: 'integer', minimum: 0, maximum: 9 },
      { type: 'boolean' },
      { type: ['string', 'null'] },
      { const: 7 },
      { const: true },
      { enum: [1, 'one', '', null, { deep: [1] }] },
      { $ref: '#/$defs/level' },
      { allOf: [{ $ref: '#/$defs/level' }, { minimum: 2 }] },
    ),
    fc.record({ type: fc.constant('array'), items: tie('schema'), maxItems: fc.constant(3) }),
    fc.tuple(tie('object'), fc.constantFrom('oneOf', 'anyOf')).map(([object, key]) => ({
      [key]: [{ type: 'integer', minimum: 100 }, { type: 'null' }, object],
    })),
    tie('object'),
  ),
  object: fc
    .uniqueArray(
      fc.tuple(
        oddName.filter((name) => name !== '__proto__'),
        tie('schema'),
        fc.boolean(),
      ),
      {
        maxLength: 4,
        selector: ([name]) => name,
      },
    )
    .map((properties) => ({
      type: 'object',
      properties: Object.fromEntries(properties.map(([name, schema]) => [name, schema])),
      required: properties.filter(([, , required]) => required).map(([name]) => name),
      additionalProperties: false,
    })),
})).object as fc.Arbitrary<Record<string, unknown>>;

test('what a model answers to a fitted schema is what the schema as it came wants', async () => {
  const ajv = new Ajv2020({ strict: false });
  const $defs = { level: { type: 'integer', minimum: 1, maximum: 5 } };
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(meantSchema, fc.gen(), async (schema, gen) => {
      const parameters = { ...schema, $defs };
      const tool: FunctionTool = { type: 'function', function: { name: 'meant', parameters } };
      const fitted = await createToolFitting()([tool]);
      expect(toolProblems(fitted.tools)).toEqual([]);
      const answer = gen(answerTo, fitted.tools[0]!.function.parameters!);
      const call = { id: 'c', name: 'meant', arguments: JSON.stringify(answer) };
      const value: unknown = JSON.parse(fitted.restored(call).arguments);
      const fits = ajv.compile(parameters);
      expect(fits(value), JSON.stringify({ answer, value, errors: fits.errors })).toBe(true);
      compared += 1;
    }),
    schemas,
  );
  expect(compared).toBeGreaterThanOrEqual(300);
});

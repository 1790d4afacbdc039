import { describe, expect, test } from 'vitest';
import { inProperty, restored, sentOf, sentProperty } from './fitted.ts';

describe('Within the parameters', () => {
  const anything = {
    anyOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'object', properties: {}, additionalProperties: true },
      { type: 'array', items: { type: 'string' } },
    ],
  };
  test.each<[string, unknown, unknown]>([
    ['an array without items', { type: 'array' }, { type: 'array', items: anything }],
    ['a schema that is true', true, anything],
    ['a schema that is no schema', 'object', anything],
    ['const', { const: 'a' }, { type: 'string', enum: ['a'] }],
    ['numbers to choose from', { enum: [1, 2, 2] }, { type: 'string', enum: ['1', '2'] }],
    ['format', { type: 'string', format: 'uri' }, { type: 'string', description: 'format: uri' }],
    [
      'nullable',
      { type: 'integer', nullable: true },
      { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    ],
    [
      'types in a list',
      { type: ['string', 'null'] },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    [
      'null among the values',
      { enum: ['a', null] },
      { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    ],
    ['an empty choice', { type: 'string', enum: [] }, { type: 'string' }],
    [
      'oneOf',
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    ],
    [
      'choices of one value each',
      { oneOf: [{ const: 'a' }, { const: 'b' }] },
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'what stands beside anyOf',
      {
        type: 'string',
        description: 'D',
        default: null,
        anyOf: [{ minLength: 1 }, { maxLength: 9 }],
      },
      {
        anyOf: [
          { type: 'string', description: 'D', minLength: 1 },
          { type: 'string', maxLength: 9 },
        ],
      },
    ],
    [
      'allOf',
      {
        allOf: [
          { type: 'integer', minimum: 1 },
          { minimum: 3, maximum: 9 },
        ],
      },
      { type: 'integer', minimum: 3, maximum: 9 },
    ],
    [
      'an open object',
      { type: 'object' },
      { type: 'object', properties: {}, additionalProperties: true },
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      {
        type: 'object',
        description: 'other properties: {"type":"string"}',
        properties: {},
        additionalProperties: true,
      },
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
      {
        type: 'array',
        description: 'in this order: [{"type":"string"},{"type":"integer"}]',
        maxItems: 2,
        items: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      },
    ],
    [
      'a tuple of draft 4',
      { items: [{ type: 'string' }] },
      {
        type: 'array',
        description: 'in this order: [{"type":"string"}]',
        items: { type: 'string' },
      },
    ],
    [
      'an open bound of draft 4',
      { type: 'number', minimum: 0, exclusiveMinimum: true },
      { type: 'number', description: 'more than 0', minimum: 0 },
    ],
    [
      'an open bound',
      { type: 'number', exclusiveMaximum: 1 },
      { type: 'number', description: 'less than 1', maximum: 1 },
    ],
    [
      'a pattern from within',
      { type: 'string', pattern: 'a|b' },
      { type: 'string', description: 'pattern: a|b' },
    ],
    ['a type by another name', { type: 'STRING' }, { type: 'string' }],
    ['a type nobody knows', { type: 'file', minLength: 1 }, { type: 'string', minLength: 1 }],
    [
      'what must be there and is not described',
      { type: 'object', properties: {}, required: ['a'] },
      { type: 'object', properties: { a: anything }, required: ['a'] },
    ],
    [
      'what must be there twice',
      { properties: { a: { type: 'string' } }, required: ['a', 'a', 1] },
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
    ],
    [
      'a reference to nowhere',
      { $ref: 'https://example.com/point.json', type: 'object' },
      {
        type: 'object',
        description: 'of the shape "point.json"',
        properties: {},
        additionalProperties: true,
      },
    ],
  ])('%s', async (_, schema, expected) => {
    expect(await sentProperty(schema)).toEqual(expected);
  });

  test('values that are no texts come back as they were', async () => {
    const schema = inProperty({ enum: [1, '', true, { a: [1] }, 'plain', null] });
    for (const [answer, value] of [
      ['1', 1],
      ['""', ''],
      ['true', true],
      ['{"a":[1]}', { a: [1] }],
      ['plain', 'plain'],
      [null, null],
      [1, 1],
    ]) {
      expect(await restored(schema, { x: answer })).toEqual({ x: value });
    }
  });

  test('names that cannot be sent are others there, and come back', async () => {
    const long = 'n'.repeat(80);
    const parameters = {
      type: 'object',
      properties: {
        $filter: { type: 'string' },
        _filter: { type: 'string' },
        'a b': { type: 'object', properties: { ü: { const: 3 } } },
        [long]: { type: 'string' },
      },
      required: ['$filter', 'a b'],
    };
    const sent = (await sentOf(parameters)).parameters!;
    const names = Object.keys(sent['properties'] as object);
    expect(names[1]).toBe('_filter');
    expect(names[2]).toBe('a_b');
    expect(sent['required']).toEqual([names[0], 'a_b']);
    const answer = { [names[0]!]: 'f', a_b: { _: '3' }, [names[3]!]: 'l', extra: 1 };
    expect(await restored(parameters, answer)).toEqual({
      $filter: 'f',
      'a b': { ü: 3 },
      [long]: 'l',
      extra: 1,
    });
    expect(await restored(parameters, { $filter: 'by its own name' })).toEqual({
      $filter: 'by its own name',
    });
  });

  test('a schema that contains itself comes to an end', async () => {
    const node = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
      },
    };
    const sent = await sentOf({
      type: 'object',
      properties: { root: { $ref: '#/$defs/node' } },
      $defs: { node },
    });
    expect(sent.parameters).toEqual({
      type: 'object',
      properties: {
        root: {
          type: 'object',
          properties: {
            name: { type: 'string' },
            children: {
              type: 'array',
              items: {
                type: 'object',
                description: 'of the shape "node"',
                properties: {},
                additionalProperties: true,
              },
            },
          },
        },
      },
    });
    await sentOf({ type: 'object', properties: { again: { $ref: '#' } } });
    await sentOf({ $ref: '#' });
    await sentOf({
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
      type: 'object',
      properties: { x: { $ref: '#/$defs/a' } },
    });
  });

  test('references that double at each step do not grow without bounds', async () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [
        `n${n}`,
        {
          type: 'object',
          properties: { l: { $ref: `#/$defs/n${n + 1}` }, r: { $ref: `#/$defs/n${n + 1}` } },
        },
      ]),
    );
    const sent = await sentOf({ type: 'object', properties: { x: { $ref: '#/$defs/n0' } }, $defs });
    expect(JSON.stringify(sent).length).toBeLessThan(200_000);
  });

  test('what lies too deep is written as text, and read', async () => {
    let schema: unknown = { type: 'object', properties: { leaf: { type: 'string' } } };
    for (let level = 0; level < 12; level += 1)
      schema = { type: 'object', properties: { d: schema } };
    await sentOf(schema);
    let answer: unknown = { d: '{"d":{"d":{"leaf":"v"}}}' };
    for (let level = 0; level < 9; level += 1) answer = { d: answer };
    let value: unknown = { d: { d: { d: { leaf: 'v' } } } };
    for (let level = 0; level < 9; level += 1) value = { d: value };
    expect(await restored(schema, answer)).toEqual(value);
  });

  test('a choice among too many is told by some of them', async () => {
    const values = Array.from({ length: 2_000 }, (_, n) => `value-${n}`);
    expect(await sentProperty({ enum: values })).toMatchObject({
      type: 'string',
      description: expect.stringContaining('one of 2000 values, such as "value-0"') as string,
    });
    expect(await sentProperty({ type: 'integer', enum: values.map((_, n) => n) })).toMatchObject({
      type: 'integer',
    });
  });

  test('more properties than services take are told in words', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 5_001 }, (_, n) => [`p${n}`, { type: 'string' }]),
    );
    expect(await sentProperty({ type: 'object', properties })).toMatchObject({ properties: {} });
  });
});

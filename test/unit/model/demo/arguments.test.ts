import { expect, test } from 'vitest';
import { valueFor } from '../../../../src/main/model/demo/arguments.ts';

const said = "What is the weather in New York, and 3 days on? Tell me 'all of it' in celsius.";

test.each([
  [
    {
      type: 'object',
      properties: { location: { type: 'string' }, unit: { enum: ['f', 'celsius'] } },
      required: ['location', 'unit'],
    },
    { location: 'New York', unit: 'celsius' },
  ],
  [
    {
      type: 'object',
      properties: { days: { type: 'integer', minimum: 5 }, more: { type: 'string' } },
      required: ['days'],
    },
    { days: 5 },
  ],
  [
    { type: 'object', properties: { a: { type: 'boolean' }, b: { type: ['number', 'null'] } } },
    { a: true, b: 3 },
  ],
  [{ type: 'object', properties: { text: { type: 'string' } } }, { text: 'all of it' }],
  [{ type: 'object', properties: { url: { type: 'string' } } }, { url: 'https://example.com/' }],
  [
    {
      type: 'object',
      properties: { tags: { type: 'array', items: { type: 'string' }, minItems: 2 } },
    },
    { tags: ['all of it', 'all of it'] },
  ],
  [
    { type: 'object', properties: { x: { anyOf: [{ type: 'null' }, { type: 'string' }] } } },
    { x: null },
  ],
  [
    {
      $defs: { Place: { type: 'object', properties: { city: { type: 'string' } } } },
      type: 'object',
      properties: { place: { $ref: '#/$defs/Place' } },
    },
    { place: { city: 'New York' } },
  ],
  [{ type: 'object' }, {}],
  [{}, {}],
  [undefined, {}],
])('%j is fitted', (schema, value) => {
  expect(valueFor(schema, said)).toEqual(value);
});

test('a schema that holds itself comes to an end', () => {
  const schema = {
    $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } } },
    $ref: '#/$defs/Node',
  };
  expect(JSON.stringify(valueFor(schema, ''))).toContain('null');
});

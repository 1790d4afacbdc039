import { describe, expect, test } from 'vitest';
import type { FunctionTool } from '../../../../../src/main/model/model.ts';
import { createToolFitting } from '../../../../../src/main/model/upstream/tool-schemas/fit-tools.ts';
import { toolProblems } from '../../../../support/tool-rules.ts';
import { inProperty, restored, sentOf, tool } from './fitted.ts';

describe('Tools that fit', () => {
  test('are the same objects as before, in the same order', async () => {
    const tools: FunctionTool[] = [
      { type: 'function', function: { name: 'left_out' } },
      tool({ type: 'object', properties: {} }, { name: 'none' }),
      tool(
        {
          type: 'object',
          properties: {
            path: { type: 'string', minLength: 1, description: 'A file.', title: 'Path' },
            mode: { default: 'a', type: 'string', enum: ['a', 'b'] },
            lines: { type: 'array', maxItems: 3, items: { type: 'integer', minimum: 0 } },
            maybe: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            ref: { type: 'string', pattern: '^e\\d+$' },
          },
          required: ['path'],
          additionalProperties: false,
        },
        { name: 'some' },
      ),
      tool(
        {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
          additionalProperties: false,
        },
        { name: 'strict-one', strict: true },
      ),
    ];
    const fitted = await createToolFitting()(tools);
    expect(fitted.tools).toHaveLength(tools.length);
    for (const [index, each] of tools.entries()) expect(fitted.tools[index]).toBe(each);
  });

  test('keep the text of their arguments as it was written', async () => {
    const { restored: restore } = await createToolFitting()([tool(inProperty({ type: 'string' }))]);
    const call = { id: 'c1', name: 'probe', arguments: '{ "x" :  "a" }' };
    expect(restore(call)).toEqual(call);
  });
});

test('one that was fitted is the same object at each call, so its bytes are made once', async () => {
  const fit = createToolFitting();
  const odd = tool({ type: 'object' }, { name: 'a.b' });
  const first = await fit([odd]);
  const second = await fit([odd]);
  expect(first.tools[0]).toBe(second.tools[0]);
  expect(first.tools[0]).not.toBe(odd);
});

describe('Parameters', () => {
  test.each([
    ['null', null],
    ['without properties', { type: 'object' }],
    ['of no type', {}],
    ['as a boolean', true],
    ['with a $schema', { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }],
  ])('%s become an object without properties', async (_, parameters) => {
    expect((await sentOf(parameters)).parameters).toEqual({ type: 'object', properties: {} });
  });

  test('that choose at the top are laid over each other, and what goes together is told', async () => {
    const sent = await sentOf({
      type: 'object',
      properties: { id: { type: 'string' }, name: { type: 'string' } },
      oneOf: [{ required: ['id'] }, { required: ['name'] }],
    });
    expect(sent.parameters).toEqual({
      type: 'object',
      properties: { id: { type: 'string' }, name: { type: 'string' } },
    });
    expect(sent.description).toBe('Probes. (give one of: id / name)');
  });

  test('that are one of several objects have the properties of all', async () => {
    const parameters = {
      anyOf: [
        {
          type: 'object',
          properties: { kind: { const: 'file' }, path: { type: 'string' } },
          required: ['kind', 'path'],
        },
        {
          type: 'object',
          properties: { kind: { const: 'web' }, url: { type: 'string' }, 'max age': { enum: [1] } },
          required: ['kind', 'url'],
        },
      ],
    };
    const sent = await sentOf(parameters);
    expect(sent.parameters).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['file', 'web'] },
        path: { type: 'string' },
        url: { type: 'string' },
        max_age: { type: 'string', enum: ['1'] },
      },
      required: ['kind'],
    });
    expect(sent.description).toBe('Probes. (give one of: path / url)');
    expect(await restored(parameters, { kind: 'web', url: 'u', max_age: '1' })).toEqual({
      kind: 'web',
      url: 'u',
      'max age': 1,
    });
  });

  test('that are no object stand in one', async () => {
    const parameters = { type: 'array', items: { enum: [1, 2] } };
    expect((await sentOf(parameters)).parameters).toEqual({
      type: 'object',
      properties: { value: { type: 'array', items: { type: 'string', enum: ['1', '2'] } } },
      required: ['value'],
    });
    expect(await restored(parameters, { value: ['2', '1'] })).toEqual([2, 1]);
  });

  test('that are one of several given objects', async () => {
    const parameters = { enum: [{ on: true }, { on: false }] };
    expect((await sentOf(parameters)).parameters).toEqual({
      type: 'object',
      properties: { on: { type: 'string', enum: ['true', 'false'] } },
      required: ['on'],
    });
    expect(await restored(parameters, { on: 'false' })).toEqual({ on: false });
  });

  test('behind a reference, and with conditions', async () => {
    const sent = await sentOf({
      $ref: '#/$defs/args',
      $defs: { args: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } },
      not: { required: ['b'] },
    });
    expect(sent.parameters).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
    });
    expect(sent.description).toBe('Probes. ({"not":{"required":["b"]}})');
  });
});

describe('Names and numbers of tools', () => {
  const plain = { type: 'object', properties: {} };
  const named = (name: string): FunctionTool => tool(plain, { name });
  const called = (name: string) => ({ id: 'c', name, arguments: '{}' });

  test('odd names are sent as others, and calls come back under their own', async () => {
    const names = ['a.b', 'a_b', 'a b', '1st', 'né', 'x'.repeat(70), `${'x'.repeat(70)}y`, ''];
    const fitted = await createToolFitting()(names.map(named));
    expect(toolProblems(fitted.tools)).toEqual([]);
    expect(fitted.tools[1]!.function.name).toBe('a_b');
    for (const name of names) {
      expect(fitted.restored(called(fitted.sentName(name))).name).toBe(name);
    }
  });

  test('a function that is offered no more has a name that can be sent in the history', async () => {
    const { sentName } = await createToolFitting()([]);
    expect(sentName('mcp_x')).toBe('mcp_x');
    expect(sentName('files/read')).toBe('files_read');
  });

  test('of two with one name the first is offered', async () => {
    const fitted = await createToolFitting()([
      tool(plain, { description: 'first' }),
      tool(plain, { description: 'second' }),
    ]);
    expect(fitted.tools.map(({ function: { description } }) => description)).toEqual(['first']);
  });

  test('a long description is cut, and what the schema could not say still stands in it', async () => {
    const long = tool(
      { type: 'object', properties: { a: { type: 'string' } }, not: { required: ['b'] } },
      { description: 'word '.repeat(400) },
    );
    const [{ function: sent } = long] = (await createToolFitting()([long])).tools;
    expect(sent.description).toHaveLength(1024);
    expect(sent.description).toMatch(/^word word.*… \(\{"not":\{"required":\["b"\]\}\}\)$/s);
  });

  test('tools beyond 128 are offered through one more', async () => {
    const tools = Array.from({ length: 300 }, (_, n) =>
      tool(
        {
          type: 'object',
          properties: { path: { type: 'string' }, n: { enum: [1] } },
          required: ['path'],
        },
        { name: `t.${n}`, description: `Does\n${n}.` },
      ),
    );
    const fitted = await createToolFitting()(tools);
    expect(toolProblems(fitted.tools)).toEqual([]);
    expect(fitted.tools).toHaveLength(128);
    expect(fitted.tools[126]!.function.name).toBe('t_126');
    expect(JSON.stringify(fitted.tools[127])).toContain('t_127(path, n?): Does 127.');
    expect(JSON.stringify(fitted.tools[127])).toContain('t_299(');
    const call = (args: unknown) =>
      fitted.restored({ id: 'c', name: 'more_tools', arguments: JSON.stringify(args) });
    expect(call({ tool: 't_299', arguments: { path: 'p', n: '1' } })).toEqual({
      id: 'c',
      name: 't.299',
      arguments: '{"path":"p","n":1}',
    });
    expect(call({ tool: 't_200', arguments: '{"path":"p"}' })).toEqual({
      id: 'c',
      name: 't.200',
      arguments: '{"path":"p"}',
    });
    expect(call({ nothing: true }).name).toBe('more_tools');
  });

  test('strict stays where its rules are still obeyed', async () => {
    const closed = (properties: object) => ({
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    });
    const strictOf = async (parameters: object) => {
      const { tools } = await createToolFitting()([tool(parameters, { strict: true })]);
      expect(toolProblems(tools)).toEqual([]);
      return tools[0]!.function.strict;
    };
    expect(
      await strictOf({
        ...closed({ a: { $ref: '#/$defs/a' } }),
        $defs: { a: closed({ k: { const: 'a' }, n: { type: ['string', 'null'] } }) },
      }),
    ).toBe(true);
    expect(await strictOf(closed({ a: { $ref: '#' } }))).toBeUndefined();
  });

  test('arguments that are no JSON stay as they are', async () => {
    const { restored: restore } = await createToolFitting()([tool(inProperty({ const: 1 }))]);
    const call = { id: 'c', name: 'probe', arguments: '{"x":' };
    expect(restore(call)).toEqual(call);
  });
});

import { describe, expect, it } from 'vitest';
import { createMcpTool } from '../../../../../src/main/agent/mcp/tools/mcp-tool.ts';
import { readToolDefinition } from '../../../../../src/main/agent/mcp/tools/tool-definition.ts';
import { contextFor } from '../../tools/support.ts';

const limits = { schema: 20_000, description: 4_000 };
const read = (fields: object) => readToolDefinition({ name: 'x', ...fields }, limits);

async function asks(annotations: unknown): Promise<boolean> {
  const tool = createMcpTool({
    name: 'mcp_s_x',
    server: 's',
    definition: read({ annotations })!,
    connection: { call: () => Promise.reject(new Error('not called')) },
    limits,
  });
  return (await tool.assess!({}, contextFor('/'))).length > 0;
}

describe('what a server says of a tool', () => {
  it.each([
    ['destructive', { destructiveHint: true }],
    ['destructive, and read-only', { destructiveHint: true, readOnlyHint: true }],
    ['destructive in a word', { destructiveHint: 'yes' }],
    ['not destructive, in a word', { destructiveHint: 'false' }],
    ['destructive as a number', { destructiveHint: 0 }],
    ['destructive as an object', { destructiveHint: {} }],
    ['destructive, written as Rust does', { destructive_hint: true }],
    ['nothing that can be read', 'none'],
    ['a list', [{ destructiveHint: false }]],
  ])('it asks: %s', async (_what, annotations) => {
    expect(await asks(annotations)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['not destructive', { destructiveHint: false }],
    ['nulls', { destructiveHint: null, readOnlyHint: null, title: null }],
    ['a malformed hint of another kind', { readOnlyHint: 'yes', title: 5 }],
  ])('it does not ask: %s', async (_what, annotations) => {
    expect(await asks(annotations)).toBe(false);
  });

  it.each([
    [{ idempotentHint: true }, true],
    [{ readOnlyHint: true }, true],
    [{ idempotentHint: 'true' }, false],
    [{ idempotentHint: false }, false],
    [undefined, false],
  ])('a call is repeated only where it says so itself: %j', (annotations, repeatable) => {
    expect(read({ annotations })?.annotations.repeatable).toBe(repeatable);
  });
});

describe('the schema of a tool', () => {
  const plain = { type: 'object' };

  it.each([
    ['none', undefined, plain],
    ['null', null, plain],
    ['no object', 'nonsense', plain],
    ['of another type', { type: 'string' }, plain],
    ['without a type', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
    [
      'full of nulls',
      { type: 'object', properties: { a: { type: 'string', description: null } }, required: null },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'in which null is a value',
      { type: 'object', properties: { a: { enum: ['x', null], default: null } } },
      { type: 'object', properties: { a: { enum: ['x', null], default: null } } },
    ],
  ])('%s', (_what, inputSchema, schema) => {
    expect(read({ inputSchema })?.inputSchema).toEqual(schema);
  });

  it.each([[{ name: 17 }], [null], ['x'], [{}], [{ name: '' }]])('is no tool: %j', (entry) => {
    expect(readToolDefinition(entry, limits)).toBeUndefined();
  });

  it('stands whatever else is null', () => {
    expect(read({ title: null, description: null, outputSchema: null, icons: null })).toMatchObject(
      {
        name: 'x',
        description: '',
        inputSchema: plain,
      },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { messagesOf } from '../../../../../src/main/agent/mcp/transport/read-messages.ts';

const answer = (result: unknown) => ({ jsonrpc: '2.0', id: 1, result });

describe('what a server sends', () => {
  it.each([
    ['an answer', answer({ a: 1 }), answer({ a: 1 })],
    ['an answer beside "error": null', { ...answer({ a: 1 }), error: null }, answer({ a: 1 })],
    ['an answer with fields of its own', { ...answer({}), method: null, time: 3 }, answer({})],
    ['an answer that is null', answer(null), answer({})],
    ['an answer without jsonrpc', { id: 1, result: {} }, answer({})],
    ['_meta: null', answer({ tools: [], _meta: null }), answer({ tools: [] })],
    [
      'null in a list',
      answer({ tools: [null, { name: 'x' }] }),
      answer({ tools: [{ name: 'x' }] }),
    ],
    [
      'null at any depth',
      answer({ content: [{ type: 'text', text: 'x', annotations: { audience: null } }] }),
      answer({ content: [{ type: 'text', text: 'x', annotations: {} }] }),
    ],
    [
      'data of a tool, in which null is a value',
      answer({ structuredContent: { a: null, list: [null] } }),
      answer({ structuredContent: { a: null, list: [null] } }),
    ],
    [
      'a notification without parameters',
      { jsonrpc: '2.0', method: 'notifications/x', params: null, id: null },
      { jsonrpc: '2.0', method: 'notifications/x' },
    ],
    [
      'an error beside "result": null',
      { jsonrpc: '2.0', id: 1, result: null, error: { code: 5, message: 'no', data: null } },
      { jsonrpc: '2.0', id: 1, error: { code: 5, message: 'no' } },
    ],
    [
      'an error in words',
      { jsonrpc: '2.0', id: 1, error: 'no' },
      { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: 'no' } },
    ],
    [
      'an error with a code in words',
      { jsonrpc: '2.0', id: 1, error: { code: 'E1', message: null } },
      { jsonrpc: '2.0', id: 1, error: { code: -32_603, message: 'It gave no reason' } },
    ],
    [
      'a greeting full of nulls',
      answer({ protocolVersion: '2025-06-18', capabilities: { tools: true }, serverInfo: null }),
      answer({
        protocolVersion: '2025-06-18',
        capabilities: {},
        serverInfo: { name: '', version: '' },
      }),
    ],
  ])('%s', (_what, sent, read) => {
    expect(messagesOf(sent)).toEqual([read]);
    expect(JSONRPCMessageSchema.safeParse(messagesOf(sent)[0]).success).toBe(true);
  });

  it('may be several messages in one list', () => {
    expect(messagesOf([answer({}), 'x', null, { ...answer({}), id: 2 }])).toEqual([
      answer({}),
      { ...answer({}), id: 2 },
    ]);
  });

  it.each([[3], ['x'], [null], [{}], [{ jsonrpc: '2.0' }], [{ id: 1 }], [[]]])(
    'is no message: %j',
    (sent) => expect(messagesOf(sent)).toEqual([]),
  );

  it('that is an answer of another kind becomes an error of this request', () => {
    expect(messagesOf(answer('what?'))).toMatchObject([{ id: 1, error: { code: -32_603 } }]);
  });

  it('reads the same with null in any place where nothing stood', () => {
    const field = fc.string({ minLength: 1, maxLength: 8 }).map((name) => `x${name}`);
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(field, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    const withNulls = (value: unknown): unknown => {
      if (Array.isArray(value)) return [null, ...value.map(withNulls)];
      if (typeof value !== 'object' || value === null) return value;
      return {
        ...Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNulls(item)])),
        _meta: null,
        absent: null,
      };
    };
    fc.assert(
      fc.property(fc.dictionary(field, json, { noNullPrototype: true }), (result) => {
        expect(messagesOf(withNulls(answer(result)))).toEqual([answer(result)]);
      }),
      { numRuns: 300 },
    );
  });
});

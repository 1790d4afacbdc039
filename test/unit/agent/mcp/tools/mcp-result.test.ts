import { describe, expect, it } from 'vitest';
import { toToolResult } from '../../../../../src/main/agent/mcp/tools/mcp-result.ts';

const text = (value: unknown) => ({ type: 'text', text: value });
const pixel = 'iVBORw0KGgo=';

describe('an answer of an MCP server', () => {
  it.each([
    ['texts', { content: [text('a'), text('b')] }, 'a\nb'],
    ['one block that is not in a list', { content: text('a') }, 'a'],
    ['plain text', { content: 'a' }, 'a'],
    ['plain texts', { content: ['a', 'b'] }, 'a\nb'],
    ['text that is null', { content: [text(null), text('b')] }, '\nb'],
    ['null among the blocks', { content: [null, text('b')] }, 'b'],
    ['nothing', {}, '(no output)'],
    ['content: null', { content: null }, '(no output)'],
    ['data only', { structuredContent: { a: null } }, '{"a":null}'],
    ['data beside content: null', { content: null, structuredContent: { a: 1 } }, '{"a":1}'],
    ['data beside blank text', { content: [text(' \n')], structuredContent: [1] }, '[1]'],
    ['data beside text', { content: [text('one')], structuredContent: [1] }, 'one'],
    ['what servers of 2024 answer', { toolResult: 'done' }, 'done'],
    [
      'a file',
      { content: [{ type: 'resource', resource: { uri: 'x://y', text: 'z' } }] },
      'x://y:\nz',
    ],
    [
      'a file of bytes',
      { content: [{ type: 'resource', resource: { uri: 'x://y', mimeType: null, blob: 'AA==' } }] },
      '[x://y, no type, binary]',
    ],
    [
      'a link',
      { content: [{ type: 'resource_link', uri: 'x://y', name: null, description: 'about y' }] },
      '[resource: x://y] about y',
    ],
    [
      'sound',
      { content: [{ type: 'audio', mimeType: 'audio/wav', data: 'AA==' }] },
      '[audio, audio/wav, which cannot be handed on]',
    ],
    ['a block without a type', { content: [{ text: 'a' }] }, 'a'],
    [
      'a block of a kind of its own',
      { content: [{ type: 'chart' }] },
      '[a part of a kind that cannot be read: "chart"]',
    ],
    ['a number', { content: [5] }, '[a part that could not be read]'],
    [
      'an image that is none',
      { content: [{ type: 'image', data: '<b>' }] },
      '[an image that could not be read]',
    ],
  ])('%s', (_what, result, output) => {
    expect(toToolResult(result)).toEqual({ output });
  });

  it.each([
    ['as it should be', { type: 'image', data: pixel, mimeType: 'image/png' }],
    ['without a type', { type: 'image', data: pixel }],
    ['in lines', { type: 'image', data: `${pixel.slice(0, 6)}\n${pixel.slice(6)}` }],
    ['as a data URL', { type: 'image', data: `data:image/png;base64,${pixel}` }],
    ['as a file', { type: 'resource', resource: { uri: 'a', mimeType: 'image/png', blob: pixel } }],
  ])('an image %s', (_how, block) => {
    const url = `data:image/png;base64,${pixel}`;
    expect(toToolResult({ content: [block] })).toEqual({
      output: '(see the image)',
      images: [{ url }],
    });
  });

  it.each([
    [true, true],
    [null, undefined],
    [false, undefined],
    ['no', undefined],
  ])('with isError: %j', (isError, error) => {
    expect(toToolResult({ content: [text('a')], isError }).error).toBe(error);
  });
});

import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../../../src/main/server/requests/json/parse-json.ts';

const parse = (text: string): unknown => parseJson(Buffer.from(text));

describe('JSON body', () => {
  it('is parsed, with or without a byte order mark', () => {
    expect(parse('{"a":[1,"é",null]}')).toEqual({ a: [1, 'é', null] });
    expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it.each(['{', '', '{"a":1,}', 'undefined', "{'a':1}", '{"a":"\n"}'])('%j is refused', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ status: 400, type: 'invalid_request_error' }) as Error,
    );
  });

  it('that is not UTF-8 is refused', () => {
    expect(() => parseJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow('UTF-8');
    expect(() => parseJson(Buffer.from('"é"', 'latin1'))).toThrow('UTF-8');
  });

  it('nested too deeply is refused, whatever the brackets', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parse(nested(256))).toHaveLength(1);
    expect(() => parse(nested(257))).toThrow('256 levels');
    expect(() => parse('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))).toThrow('256 levels');
  });

  it('may hold any number of brackets within strings, and side by side', () => {
    const brackets = '['.repeat(10_000);
    expect(parse(JSON.stringify({ a: brackets, b: `\\"${brackets}`, c: '\\' }))).toEqual({
      a: brackets,
      b: `\\"${brackets}`,
      c: '\\',
    });
    expect(parse(`[${'[],'.repeat(10_000)}[]]`)).toHaveLength(10_001);
  });

  it('made of too many values is refused before it is parsed', () => {
    const values = (count: number) => `[${'0,'.repeat(count - 1)}0]`;
    expect(parse(values(499_000))).toHaveLength(499_000);
    expect(() => parse(values(501_000))).toThrow('500000 values');
    expect(() => parse(`[${'{},'.repeat(300_000)}{}]`)).toThrow('500000 values');
  });

  it.each([
    ['an escaped quote', '"\\""'],
    ['an escaped backslash', '"\\\\"'],
    ['both', '"\\\\\\""'],
  ])('cannot hide depth behind %s', (_name, string) => {
    expect(parse(`[${string}]`)).toHaveLength(1);
    expect(() => parse(`[${string},${'['.repeat(300)}${']'.repeat(300)}]`)).toThrow('256 levels');
  });

  it('loses the keys that reach a prototype', () => {
    const body = parse(
      '{"a":1,"__proto__":{"polluted":true},"b":{"constructor":{"prototype":{"polluted":true}}}}',
    ) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['a', 'b']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(Object.keys(body['b'] as object)).toEqual([]);
    expect(Object.assign({}, body)).not.toHaveProperty('polluted');
  });
});

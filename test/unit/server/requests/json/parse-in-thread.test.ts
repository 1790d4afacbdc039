import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJsonParser } from '../../../../../src/main/server/requests/json/parse-in-thread.ts';

/** `npm test` builds the worker first. */
const parse = createJsonParser(path.resolve(import.meta.dirname, '../../../../../out/main'));
/** With memory of its own, as large bodies have. */
const bytesOf = (text: string) => Buffer.from(new TextEncoder().encode(text).buffer);

describe('parsing in a thread', () => {
  it('gives the value, without keys that reach a prototype', async () => {
    const value = { a: ['ä😀', 1.5, null, true], b: { c: 'x'.repeat(100_000) } };
    const text = JSON.stringify(value).replace('{', '{"__proto__":{"polluted":true},');
    expect(await parse(bytesOf(text))).toEqual(value);
  });

  it('refuses what the host itself would refuse, and goes on', async () => {
    const [broken, deep, fine] = await Promise.allSettled([
      parse(bytesOf('{"a":')),
      parse(bytesOf('['.repeat(1000))),
      parse(bytesOf('[1]')),
    ]);
    expect(broken).toMatchObject({
      reason: { status: 400, message: expect.stringContaining('not valid JSON') as string },
    });
    expect(deep).toMatchObject({
      reason: { status: 400, message: expect.stringContaining('256 levels') as string },
    });
    expect(fine).toMatchObject({ value: [1] });
  });

  it('leaves the thread of the host alone meanwhile', async () => {
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    await parse(bytesOf(JSON.stringify('x'.repeat(10 * 2 ** 20))));
    clearImmediate(next);
    expect(turns).toBeGreaterThan(10);
  });
});

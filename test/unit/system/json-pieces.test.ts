import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLarger, jsonPieces } from '../../../src/main/system/json-pieces.ts';

it('gives together what JSON.stringify gives, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (value, longest) => {
      expect([...jsonPieces(value, longest)].join('')).toBe(JSON.stringify(value));
    }),
  );
});

it('cuts no pair of surrogates in two, and writes half a pair as JSON.stringify does', () => {
  for (const text of [
    '😀'.repeat(50),
    `a${'😀'.repeat(50)}`,
    '\ud83d'.repeat(50),
    '\ude00\ud83d"\\',
  ]) {
    for (const longest of [1, 2, 3, 7]) {
      expect([...jsonPieces([text], longest)].join('')).toBe(JSON.stringify([text]));
    }
  }
});

it('leaves out what has no value, and writes null for it in a list', () => {
  const value = { a: undefined, b: ['x'.repeat(20), undefined, null], c: { d: undefined } };
  expect([...jsonPieces(value, 10)].join('')).toBe(JSON.stringify(value));
});

it('makes pieces of about the length that is asked for, of long strings and of many short ones', () => {
  for (const value of ['x'.repeat(10_000), Array.from({ length: 2_000 }, () => ({ a: 'b' }))]) {
    const lengths = [...jsonPieces(value, 1000)].map((piece) => piece.length);
    expect(lengths.length).toBeGreaterThan(8);
    expect(Math.max(...lengths)).toBeLessThan(2100);
  }
});

it('tells what is larger by all strings in it', () => {
  expect(isLarger(['x'.repeat(60), { a: 'x'.repeat(60) }], 100)).toBe(true);
  expect(isLarger(['x'.repeat(60), { a: 'x'.repeat(60) }], 130)).toBe(false);
  expect(
    isLarger(
      Array.from({ length: 200 }, () => 0),
      100,
    ),
  ).toBe(true);
});

import { describe, expect, test } from 'vitest';
import {
  BoundedText,
  cutLine,
  cutText,
  headOf,
  tailOf,
} from '../../../../src/main/agent/text/truncate.ts';

test('a cut never splits a surrogate pair', () => {
  expect(headOf('ab😀cd', 3)).toBe('ab');
  expect(headOf('ab😀cd', 4)).toBe('ab😀');
  expect(tailOf('ab😀cd', 3)).toBe('cd');
  expect(tailOf('ab😀cd', 4)).toBe('😀cd');
});

test('a cut says how much is missing', () => {
  expect(cutLine('x'.repeat(12), 10)).toBe('xxxxxxxxxx… [2 more characters]');
  expect(cutLine('short', 10)).toBe('short');
  expect(cutText('x'.repeat(12), 10)).toContain('[2 more characters]');
});

describe('BoundedText', () => {
  test('keeps all of a text that fits', () => {
    const text = new BoundedText({ head: 4, tail: 6 });
    for (const piece of ['ab', 'cde', 'fghij']) text.append(piece);
    expect(text.toString()).toBe('abcdefghij');
    expect(text.truncated).toBe(false);
    expect(text.end(3)).toBe('hij');
  });

  test('keeps head and tail of one that does not, and counts what is missing', () => {
    const text = new BoundedText({ head: 4, tail: 6 });
    for (let i = 0; i < 100; i += 1) text.append(String(i % 10).repeat(3));
    expect(text.toString()).toMatch(/^0001\n\n.*290 of 300 characters.*\n\n888999$/s);
    expect(text.end(100)).toBe('888999');
  });

  test('keeps only the end when it has no head', () => {
    const text = new BoundedText({ head: 0, tail: 5 });
    text.append('abcdefgh');
    expect(text.toString()).toBe('defgh');
  });

  test('needs bounded memory for a flood', () => {
    const text = new BoundedText({ head: 20_000, tail: 30_000 });
    const piece = 'x'.repeat(65_536);
    global.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 4_000; i += 1) text.append(`${i}${piece}`);
    expect(text.total).toBeGreaterThan(260_000_000);
    expect(text.toString().length).toBeLessThan(51_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
  });
});

import { describe, expect, it } from 'vitest';
import { duration, sentenceOf, size } from '../../../src/renderer/format.ts';

describe('a duration', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [340.4, '340 ms'],
    [2_400, '2.4 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_499, '59 s'],
    [59_600, '1 min 00 s'],
    [65_000, '1 min 05 s'],
    [7_380_000, '2 h 03 min'],
  ])('of %d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('a size', () => {
  it.each([
    [7, '7 characters'],
    [12_345, '12.3 kB'],
    [2_000_000, '2.0 MB'],
  ])('of %d reads %s', (characters, text) => {
    expect(size(characters)).toBe(text);
  });
});

it('reasons are one sentence, however many there are', () => {
  expect(sentenceOf(['deletes a folder'])).toBe('It deletes a folder.');
  expect(sentenceOf(['deletes a folder', 'runs as root', 'pushes'])).toBe(
    'It deletes a folder, runs as root, and pushes.',
  );
});

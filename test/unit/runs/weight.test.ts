import { expect, it } from 'vitest';
import { weightOf } from '../../../src/main/runs/weight.ts';

it('weighs strings by their length, wherever they stand', () => {
  const text = 'x'.repeat(10_000);
  for (const value of [text, [text], { a: { b: [text] } }]) {
    expect(weightOf(value)).toBeGreaterThan(10_000);
    expect(weightOf(value)).toBeLessThan(10_200);
  }
});

it('weighs many small things, too', () => {
  const events = Array.from({ length: 1000 }, (_, at) => ({ type: 'text.delta', text: 'a', at }));
  expect(weightOf(events)).toBeGreaterThan(50_000);
  expect(weightOf([null, undefined, 1, true])).toBeGreaterThan(0);
});

import { expect, it } from 'vitest';
import { memoize, memoizeLast } from '../../../src/main/system/memoize.ts';

it('one value is made for each object, also where the value is undefined', () => {
  let made = 0;
  const make = memoize((key: { n?: number }) => {
    made += 1;
    return key.n;
  });
  const [a, b] = [{ n: 1 }, {}];
  expect([make(a), make(b), make(a), make(b)]).toEqual([1, undefined, 1, undefined]);
  expect(made).toBe(2);
});

it('the latest value is given again while the members of lists are the same', () => {
  const tool = { name: 'x' };
  const make = memoizeLast((tools: object[], word: string) => ({ tools, word }));
  const first = make([tool], 'a');
  expect(make([tool], 'a')).toBe(first);
  expect(make([{ name: 'x' }], 'a')).not.toBe(first);
  const shorter = make([], 'a');
  expect(shorter.tools).toEqual([]);
  expect(make([], 'b').word).toBe('b');
  expect(make([tool], 'a')).not.toBe(first);
});

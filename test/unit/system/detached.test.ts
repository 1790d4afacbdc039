import { expect, it } from 'vitest';
import { detached } from '../../../src/main/system/detached.ts';
import { memoryHeldBy } from '../../support/collect-garbage.ts';

const large = (n: number): string => Buffer.alloc(2 ** 20, `${n} `).toString('latin1');

it('gives the same text', () => {
  for (const text of ['', 'a', 'Grüße 你好 👋🏽', '\0"\\\uD800', large(1)]) {
    expect(detached(text)).toBe(text);
  }
});

it('does not keep alive what the text was cut from', async () => {
  const cut = (finish: (text: string) => string) => () =>
    Array.from({ length: 50 }, (_, n) => finish(large(n).slice(0, 1000)));
  expect(await memoryHeldBy(cut(detached))).toBeLessThan(5 * 2 ** 20);
  // What it is there for.
  expect(await memoryHeldBy(cut((text) => text))).toBeGreaterThan(25 * 2 ** 20);
});

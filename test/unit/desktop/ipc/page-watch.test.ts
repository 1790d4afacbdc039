import { expect, test } from 'vitest';
import { createPageWatch } from '../../../../src/main/desktop/ipc/page-watch.ts';
import { FakePage } from './page.ts';

/** What is watched at the moment, by name. */
function watched() {
  const now: string[] = [];
  const begin = (name: string) => () => {
    now.push(name);
    return () => void now.splice(now.indexOf(name), 1);
  };
  return { now, begin };
}

test('a page watches one thing at a time, and each page its own', () => {
  const watch = createPageWatch();
  const { now, begin } = watched();
  const [first, second] = [new FakePage(), new FakePage()];
  watch(first.page, begin('a'));
  watch(second.page, begin('b'));
  watch(first.page, begin('c'));
  expect(now).toEqual(['b', 'c']);
  watch(second.page);
  expect(now).toEqual(['c']);
  watch(second.page);
  expect(now).toEqual(['c']);
});

test('what a page watched ends when its window is closed', () => {
  const watch = createPageWatch();
  const { now, begin } = watched();
  const window = new FakePage();
  watch(window.page, begin('a'));
  window.close();
  expect(now).toEqual([]);
});

test('watching again and again leaves nothing behind on the page', () => {
  const watch = createPageWatch();
  const { begin } = watched();
  const window = new FakePage();
  for (let i = 0; i < 20; i += 1) watch(window.page, begin('a'));
  expect(window.listenerCount('destroyed')).toBe(1);
  watch(window.page);
  expect(window.listenerCount('destroyed')).toBe(0);
});

import { expect, test } from 'vitest';
import { createPageTest } from '../../../../src/main/desktop/ipc/page-test.ts';
import { FakePage } from './page.ts';

/** Work that goes on until it is aborted. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );

test('a test gives what its work gives, and leaves nothing behind on the page', async () => {
  const window = new FakePage();
  expect(await createPageTest().run(window.page, () => Promise.resolve(7))).toBe(7);
  expect(window.listenerCount('destroyed')).toBe(0);
});

test('it is stopped by hand, by the next one, and with its window; each says so', async () => {
  const pageTest = createPageTest();
  const window = new FakePage();
  const first = pageTest.run(window.page, endless);
  const second = pageTest.run(window.page, endless);
  await expect(first).rejects.toThrow('The test was started again.');
  pageTest.stop();
  await expect(second).rejects.toThrow('The test was stopped.');
  const third = pageTest.run(window.page, endless);
  window.close();
  await expect(third).rejects.toThrow('The window was closed.');
});

test('a stop that comes too late does not end the next test', async () => {
  const pageTest = createPageTest();
  const window = new FakePage();
  await pageTest.run(window.page, () => Promise.resolve());
  pageTest.stop();
  const next = await pageTest.run(window.page, (signal) => Promise.resolve(signal.aborted));
  expect(next).toBe(false);
});

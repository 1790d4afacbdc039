import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { quitInOrder } from '../../../src/main/desktop/quit-in-order.ts';

/** An app that quits as Electron does: asked first, gone if nobody objects. */
function fakeApp() {
  const app = Object.assign(new EventEmitter(), { gone: false, quit });
  function quit(): void {
    let prevented = false;
    app.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) app.gone = true;
  }
  return app;
}

test('the app ends only after everything is closed, and that is done once', async () => {
  const app = fakeApp();
  let finish = (): void => {};
  const close = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  quitInOrder(app as never, close, {} as never);
  app.quit();
  app.quit();
  expect(close).toHaveBeenCalledTimes(1);
  expect(app.gone).toBe(false);
  finish();
  await vi.waitFor(() => expect(app.gone).toBe(true));
  expect(close).toHaveBeenCalledTimes(1);
});

test('what cannot be closed is logged and does not hold the app for ever', async () => {
  const app = fakeApp();
  const error = vi.fn();
  quitInOrder(app as never, () => Promise.reject(new Error('disk')), { error } as never);
  app.quit();
  await vi.waitFor(() => expect(app.gone).toBe(true));
  expect(error).toHaveBeenCalledTimes(1);
});

test('an update closes everything first; quitting then is at once', async () => {
  const app = fakeApp();
  const close = vi.fn(() => Promise.resolve());
  const closeOnce = quitInOrder(app as never, close, {} as never);
  await closeOnce();
  app.quit();
  expect(app.gone).toBe(true);
  expect(close).toHaveBeenCalledTimes(1);
});

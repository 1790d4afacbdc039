import type { Page } from './page-watch.ts';

/** A test that costs model calls, so that only one goes on, and none for a page that has gone. */
export interface PageTest {
  /**
   * Does the work of a test that the page asked for; one under way is aborted.
   * @throws what the work throws; the signal's reason says in plain words why it was aborted
   */
  run<Result>(page: Page, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Aborts the test under way, if there is one. */
  stop: () => void;
}

/** Makes one such test. */
export function createPageTest(): PageTest {
  let current = new AbortController();
  return {
    async run(page, work) {
      current.abort(new Error('The test was started again.'));
      const control = new AbortController();
      current = control;
      const leave = (): void => control.abort(new Error('The window was closed.'));
      page.once('destroyed', leave);
      try {
        return await work(control.signal);
      } finally {
        if (!page.isDestroyed()) page.off('destroyed', leave);
      }
    },
    stop: () => current.abort(new Error('The test was stopped.')),
  };
}

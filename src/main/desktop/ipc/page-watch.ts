import type { WebContents } from 'electron';

/** What a page's life is followed by. */
export type Page = Pick<WebContents, 'once' | 'off' | 'isDestroyed'>;

/**
 * Begins to watch something for a page in place of what it watched before; without `begin` it only
 * ends that. `begin` gives what ends the watching, which happens at the latest when the page goes.
 */
export type WatchForPage = (page: Page, begin?: () => () => void) => void;

/** Makes a watch of which each page has one at most. */
export function createPageWatch(): WatchForPage {
  const ends = new Map<Page, () => void>();
  return (page, begin) => {
    ends.get(page)?.();
    if (!begin) return;
    const endWatching = begin();
    const end = (): void => {
      ends.delete(page);
      endWatching();
      if (!page.isDestroyed()) page.off('destroyed', end);
    };
    page.once('destroyed', end);
    ends.set(page, end);
  };
}

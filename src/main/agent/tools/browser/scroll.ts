import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool, describePage, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({ direction: z.enum(['up', 'down']) });

/** Part of the window's height that one call scrolls. */
const step = 0.8;

/** `browser_scroll`: scrolls by most of a window's height. */
export function createScrollTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_scroll',
    description:
      'Scroll the open page up or down, so that it loads what it loads on scrolling. Snapshots show the whole page anyway.',
    parameters,
    summarize: ({ direction }) => direction,
    async act({ direction }, browserPage) {
      const page = browserPage.current();
      const height = (page.viewportSize()?.height ?? 800) * step;
      await page.mouse.wheel(0, direction === 'down' ? height : -height);
      await settle(page);
      return describePage(browserPage, page);
    },
  });
}

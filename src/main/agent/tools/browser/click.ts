import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool, describePage, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';
import { elementOf, elementRef } from './element.ts';

const parameters = z.object({ ref: elementRef });

/** `browser_click`: clicks an element, and shows the page after it. */
export function createClickTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_click',
    description: 'Click an element of the open page. Shows the page after it.',
    parameters,
    summarize: ({ ref }) => ref,
    async act({ ref }, browserPage) {
      await (await elementOf(browserPage.current(), ref)).click();
      await settle(browserPage.current());
      // A click may have opened another page, which is in front now.
      return describePage(browserPage, browserPage.current());
    },
  });
}

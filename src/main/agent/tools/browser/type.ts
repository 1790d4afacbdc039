import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool, describePage } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';
import { elementOf, elementRef } from './element.ts';

const parameters = z.object({
  ref: elementRef,
  text: z.string().max(100_000).describe('What the field shall hold; what it held before goes.'),
});

/** `browser_type`: fills a text field. */
export function createTypeTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_type',
    description:
      'Fill a text field of the open page, in place of what it held. Send it with browser_press "Enter" or by clicking.',
    parameters,
    summarize: ({ ref, text }) => `${ref}: ${text.slice(0, 80)}`,
    async act({ ref, text }, browserPage) {
      const page = browserPage.current();
      await (await elementOf(page, ref)).fill(text);
      return describePage(browserPage, page);
    },
  });
}

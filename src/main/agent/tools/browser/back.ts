import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { BrowserError } from './browser-error.ts';
import { browserTool, describePage, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({});

/** `browser_back`: the page before. */
export function createBackTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_back',
    description: 'Go back to the page before. Shows it.',
    parameters,
    summarize: () => 'the page before',
    async act(_, browserPage) {
      const page = browserPage.current();
      const before = page.url();
      await page.goBack({ waitUntil: 'domcontentloaded' });
      if (page.url() === before || page.url() === 'about:blank') {
        throw new BrowserError('There is no page before this one.');
      }
      await settle(page);
      return describePage(browserPage, page);
    },
  });
}

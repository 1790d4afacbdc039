import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { BrowserError } from './browser-error.ts';
import { browserTool, describePage, firstLine, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({ url: z.string().trim().describe('An http or https address.') });

/** `browser_navigate`: opens an address in the conversation's page. */
export function createNavigateTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_navigate',
    description:
      'Open a web page in a browser and show what is on it, with references (e5) to its elements for browser_click and browser_type. For plain reading, web_extract is quicker.',
    parameters,
    summarize: ({ url }) => url,
    async act({ url }, browserPage, signal) {
      const address = webAddress(url);
      const page = await browserPage.page();
      try {
        const response = await page.goto(address.href, { waitUntil: 'domcontentloaded', signal });
        const refusal = response?.status() === 403 ? browsers.refusal(address.hostname) : undefined;
        if (refusal !== undefined) throw new BrowserError(refusal);
      } catch (error) {
        if (error instanceof BrowserError || !(error instanceof Error)) throw error;
        signal.throwIfAborted();
        const reason = browsers.refusal(address.hostname.replace(/^\[|\]$/g, ''));
        throw new BrowserError(
          reason ?? `${address.href} could not be opened: ${firstLine(error)}`,
          error,
        );
      }
      await settle(page);
      return describePage(browserPage, page);
    },
  });
}

/** @throws {BrowserError} for everything but http and https: `file:` would show this computer */
function webAddress(url: string): URL {
  const text = /^[\w.-]+(:\d+)?(\/|$)/.test(url) ? `https://${url}` : url;
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new BrowserError(`"${url}" is no http or https address.`);
  }
  return parsed;
}

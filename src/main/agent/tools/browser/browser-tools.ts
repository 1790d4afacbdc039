import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { cutText } from '../../text/truncate.ts';
import { markUntrusted } from '../../text/untrusted.ts';
import type { Tool } from '../../tool.ts';
import { BrowserError } from './browser-error.ts';
import { browserTool, describePage, firstLine, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

/** The nine browser tools. They load nothing until one is used. */
export function createBrowserTools(browsers: Browsers): Tool[] {
  return [
    navigateTool(browsers),
    snapshotTool(browsers),
    clickTool(browsers),
    typeTool(browsers),
    pressTool(browsers),
    scrollTool(browsers),
    backTool(browsers),
    consoleTool(browsers),
    screenshotTool(browsers),
  ];
}

function navigateTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_navigate',
    description:
      'Open a web page in a browser and show what is on it, with references (e5) to its elements for browser_click and browser_type. For plain reading, web_extract is quicker.',
    parameters: z.object({ url: z.string().trim().describe('An http or https address.') }),
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

function snapshotTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_snapshot',
    description: 'Show what is on the current page now, with references (e5) to its elements.',
    parameters: z.object({
      full: z.boolean().default(false).describe('Show up to 50,000 characters instead of 12,000.'),
    }),
    summarize: ({ full }) => (full ? 'all of the page' : 'the page'),
    act: ({ full }, page) => describePage(page, page.current(), full),
  });
}

/** A reference to an element as the snapshots show it. */
const elementRef = z
  .string()
  .trim()
  .regex(/^@?(f\d+)?e\d+$/, 'A reference looks like e5')
  .describe('The reference of the element in the latest snapshot, such as "e5".');

/** @throws {BrowserError} when the page has no such element (any more) */
async function elementOf(page: Page, ref: string): Promise<Locator> {
  const element = page.locator(`aria-ref=${ref.replace('@', '')}`);
  if ((await element.count()) === 0) {
    throw new BrowserError(
      `There is no element ${ref} on the page any more. Look again with browser_snapshot.`,
    );
  }
  return element;
}

function clickTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_click',
    description: 'Click an element of the current page. Shows the page after it.',
    parameters: z.object({ ref: elementRef }),
    summarize: ({ ref }) => ref,
    async act({ ref }, browserPage) {
      await (await elementOf(browserPage.current(), ref)).click();
      await settle(browserPage.current());
      // A click may have opened another page, which is in front now.
      return describePage(browserPage, browserPage.current());
    },
  });
}

function typeTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_type',
    description:
      'Fill a text field of the current page, in place of what it held. Send it with browser_press "Enter" or by clicking.',
    parameters: z.object({
      ref: elementRef,
      text: z
        .string()
        .max(100_000)
        .describe('What the field shall hold; what it held before goes.'),
    }),
    summarize: ({ ref, text }) => `${ref}: ${text.slice(0, 80)}`,
    async act({ ref, text }, browserPage) {
      const page = browserPage.current();
      await (await elementOf(page, ref)).fill(text);
      return describePage(browserPage, page);
    },
  });
}

function pressTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_press',
    description: 'Press a key on the current page. Shows the page after it.',
    parameters: z.object({
      key: z
        .string()
        .min(1)
        .max(40)
        .describe('"Enter", "Escape", "Tab", "ArrowDown", "Control+A", …'),
    }),
    summarize: ({ key }) => key,
    async act({ key }, browserPage) {
      await browserPage.current().keyboard.press(key);
      await settle(browserPage.current());
      return describePage(browserPage, browserPage.current());
    },
  });
}

/** Part of the window's height that one call scrolls. */
const scrollStep = 0.8;

function scrollTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_scroll',
    description:
      'Scroll the current page up or down, so that it loads what it loads on scrolling. Snapshots show the whole page anyway.',
    parameters: z.object({ direction: z.enum(['up', 'down']) }),
    summarize: ({ direction }) => direction,
    async act({ direction }, browserPage) {
      const page = browserPage.current();
      const height = (page.viewportSize()?.height ?? 800) * scrollStep;
      await page.mouse.wheel(0, direction === 'down' ? height : -height);
      await settle(page);
      return describePage(browserPage, page);
    },
  });
}

function backTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_back',
    description: 'Go back to the page before. Shows it.',
    parameters: z.object({}),
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

function consoleTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_console',
    description: 'Show the console messages and uncaught errors of the current page, oldest first.',
    parameters: z.object({
      clear: z.boolean().default(false).describe('Forget the messages after showing them.'),
    }),
    summarize: () => 'the console',
    act({ clear }, browserPage) {
      const page = browserPage.current();
      const text = cutText(browserPage.console(clear).join('\n')) || '(no messages)';
      return Promise.resolve({ output: markUntrusted(page.url(), text) });
    },
  });
}

/** The tallest picture, in pixels: longer pages are cut. */
const tallestPicture = 8_000;

function screenshotTool(browsers: Browsers): Tool {
  return browserTool(browsers, {
    name: 'browser_screenshot',
    description:
      'Take a picture of the current page and look at it. For text and for clicking, browser_snapshot is better.',
    parameters: z.object({
      full: z.boolean().default(false).describe('The whole page instead of the visible part.'),
    }),
    summarize: ({ full }) => (full ? 'all of the page' : 'the visible part'),
    async act({ full }, browserPage) {
      const page = browserPage.current();
      const { width } = page.viewportSize() ?? { width: 1280 };
      const image = await page.screenshot({
        type: 'jpeg',
        quality: 75,
        scale: 'css',
        fullPage: full,
        ...(full ? { clip: { x: 0, y: 0, width, height: tallestPicture } } : {}),
      });
      return {
        output: `A picture of ${page.url()}`,
        images: [{ url: `data:image/jpeg;base64,${image.toString('base64')}` }],
      };
    },
  });
}

import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({
  full: z.boolean().default(false).describe('The whole page instead of the visible part.'),
});

/** The tallest picture, in pixels: longer pages are cut. */
const tallest = 8_000;

/** `browser_screenshot`: a picture of the page, for models that can see. */
export function createScreenshotTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_screenshot',
    description:
      'Take a picture of the open page and look at it. For text and for clicking, browser_snapshot is better.',
    parameters,
    summarize: ({ full }) => (full ? 'all of the page' : 'the visible part'),
    async act({ full }, browserPage) {
      const page = browserPage.current();
      const { width } = page.viewportSize() ?? { width: 1280 };
      const image = await page.screenshot({
        type: 'jpeg',
        quality: 75,
        scale: 'css',
        fullPage: full,
        ...(full ? { clip: { x: 0, y: 0, width, height: tallest } } : {}),
      });
      return {
        output: `A picture of ${page.url()}`,
        images: [{ url: `data:image/jpeg;base64,${image.toString('base64')}` }],
      };
    },
  });
}

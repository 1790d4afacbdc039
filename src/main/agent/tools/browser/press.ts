import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool, describePage, settle } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({
  key: z.string().min(1).max(40).describe('"Enter", "Escape", "Tab", "ArrowDown", "Control+A", …'),
});

/** `browser_press`: presses a key on what has the focus. */
export function createPressTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_press',
    description: 'Press a key on the open page. Shows the page after it.',
    parameters,
    summarize: ({ key }) => key,
    async act({ key }, browserPage) {
      await browserPage.current().keyboard.press(key);
      await settle(browserPage.current());
      return describePage(browserPage, browserPage.current());
    },
  });
}

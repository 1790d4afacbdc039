import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { cutText } from '../../text/truncate.ts';
import { markUntrusted } from '../../text/untrusted.ts';
import { browserTool } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({
  clear: z.boolean().default(false).describe('Forget the messages after showing them.'),
});

/** `browser_console`: what the page wrote to its console, and its uncaught errors. */
export function createConsoleTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_console',
    description: 'Show the console messages and uncaught errors of the open page, oldest first.',
    parameters,
    summarize: () => 'the console',
    act({ clear }, browserPage) {
      const page = browserPage.current();
      const text = cutText(browserPage.console(clear).join('\n')) || '(no messages)';
      return Promise.resolve({ output: markUntrusted(page.url(), text) });
    },
  });
}

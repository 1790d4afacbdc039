import { z } from 'zod';
import type { Tool } from '../../tool.ts';
import { browserTool, describePage } from './browser-tool.ts';
import type { Browsers } from './browsers.ts';

const parameters = z.object({
  full: z.boolean().default(false).describe('Show up to 50,000 characters instead of 12,000.'),
});

/** `browser_snapshot`: what the page shows now. */
export function createSnapshotTool(browsers: Browsers): Tool<typeof parameters> {
  return browserTool(browsers, {
    name: 'browser_snapshot',
    description: 'Show what is on the open page now, with references (e5) to its elements.',
    parameters,
    summarize: ({ full }) => (full ? 'all of the page' : 'the page'),
    act: ({ full }, page) => describePage(page, page.current(), full),
  });
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { z } from 'zod';
import { defineTool, toolError, type Tool, type ToolResult } from '../../tool.ts';
import { cutText } from '../../text/truncate.ts';
import { markUntrusted } from '../../text/untrusted.ts';
import { BrowserError } from './browser-error.ts';
import type { BrowserPage } from './browser-page.ts';
import type { Browsers } from './browsers.ts';

/** Characters of a page that are shown after each action; `browser_snapshot` can show more. */
const shortSnapshot = 12_000;
const fullSnapshot = 50_000;
/** How long a page may take to settle after an action, in milliseconds. */
const settleMs = 3_000;
/** How long a page may take to begin what an action set off, in milliseconds. */
const reactMs = 100;

/** A browser tool: its I/O is the page of the conversation. */
export function browserTool<Schema extends z.ZodType>(
  browsers: Browsers,
  tool: Pick<Tool<Schema>, 'name' | 'description' | 'parameters' | 'summarize'> & {
    act: (args: z.output<Schema>, page: BrowserPage, signal: AbortSignal) => Promise<ToolResult>;
  },
): Tool<Schema> {
  const { act, ...described } = tool;
  return defineTool({
    ...described,
    async execute(args, { conversationId, signal }) {
      try {
        return await browsers.use(conversationId, signal, (page) => act(args, page, signal));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof BrowserError) return toolError(error.message);
        if (isPlaywrightError(error)) return toolError(firstLine(error));
        throw error;
      }
    },
  });
}

/** Errors of Playwright tell of the page; those of our own code are bugs and go on. */
function isPlaywrightError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === 'TimeoutError' ||
      /^(page|locator|browser|frame|keyboard|mouse)/i.test(error.message))
  );
}

/** The part of Playwright's message that tells what happened, without its call log. */
export function firstLine(error: Error): string {
  return (error.message.split('\n')[0] ?? '').replace(/^\w+\.\w+: /, '');
}

/** What the page shows now, with references to its elements, as a tool result. */
export async function describePage(
  browserPage: BrowserPage,
  page: Page,
  full = false,
): Promise<ToolResult> {
  const snapshot = await page.ariaSnapshot({ mode: 'ai', timeout: 10_000 });
  // After the snapshot, which waits for a navigation under way; the title before would be the old one.
  const title = await page.title();
  const limit = full ? fullSnapshot : shortSnapshot;
  const shown = snapshot.trim() === '' ? '(the page is empty)' : cutText(snapshot, limit);
  const hint =
    !full && snapshot.length > limit ? '\n(Use browser_snapshot with full: true for more.)' : '';
  const notes = browserPage.takeNotes().map((note) => `\nNote: ${note}`);
  const text = `Title: ${title}\nURL: ${page.url()}\n\n${shown}`;
  return { output: markUntrusted(page.url(), text) + hint + notes.join('') };
}

/** Waits until what an action set off (a navigation, a few requests) is done, but not for long. */
export async function settle(page: Page): Promise<void> {
  await delay(reactMs);
  try {
    await page.waitForLoadState('domcontentloaded', { timeout: settleMs });
    await page.waitForLoadState('networkidle', { timeout: settleMs / 3 });
  } catch (error) {
    // A page that never rests is shown as it is.
    if (!isPlaywrightError(error)) throw error;
  }
}

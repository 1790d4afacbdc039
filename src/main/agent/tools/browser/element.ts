import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { BrowserError } from './browser-error.ts';

/** A reference to an element as the snapshots show it. */
export const elementRef = z
  .string()
  .trim()
  .regex(/^@?(f\d+)?e\d+$/, 'A reference looks like e5')
  .describe('The reference of the element in the latest snapshot, such as "e5".');

/**
 * The element of a reference.
 * @throws {BrowserError} when the page has no such element (any more)
 */
export async function elementOf(page: Page, ref: string): Promise<Locator> {
  const element = page.locator(`aria-ref=${ref.replace('@', '')}`);
  if ((await element.count()) === 0) {
    throw new BrowserError(
      `There is no element ${ref} on the page any more. Look again with browser_snapshot.`,
    );
  }
  return element;
}

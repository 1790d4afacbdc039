import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../../../src/main/agent/tools/browser/find-browser.ts';

/** A page of the installed Chromium, as a person has it before them. */
export interface PersonsPage {
  page: Page;
  close(): Promise<void>;
}

/** @throws {Error} where no browser is installed */
export async function openPage(): Promise<PersonsPage> {
  const executablePath = await findBrowser(process.platform, process.env);
  if (executablePath === undefined) throw new Error('This needs Chromium or Chrome.');
  const browser: Browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 } });
  context.setDefaultTimeout(30_000);
  return { page: await context.newPage(), close: () => browser.close() };
}

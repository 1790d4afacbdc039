import type { BrowserContext, Page } from 'playwright-core';
import { BrowserError } from './browser-error.ts';

/** Console lines and notes kept per conversation. */
const maxLines = 200;
const longestLine = 1_000;

/** The browser of one conversation: its context, the page in front, and what happened on it. */
export class BrowserPage {
  readonly #context: BrowserContext;
  readonly #pages: Page[] = [];
  #console: string[] = [];
  #notes: string[] = [];
  lastUsedAt = performance.now();
  /** Calls under way; the page is not closed for idleness meanwhile. */
  busy = 0;

  constructor(context: BrowserContext) {
    this.#context = context;
    context.on('page', (page) => this.#adopt(page));
  }

  /** The page in front, a new one if there is none. */
  async page(): Promise<Page> {
    return this.#pages.at(-1) ?? (await this.#context.newPage());
  }

  /** The page in front. @throws {BrowserError} when none is open yet */
  current(): Page {
    const page = this.#pages.at(-1);
    if (!page || page.url() === 'about:blank') {
      throw new BrowserError('No page is open. Use browser_navigate first.');
    }
    return page;
  }

  /** Console messages since they were last cleared. */
  console(clear: boolean): string[] {
    const lines = this.#console;
    if (clear) this.#console = [];
    return lines;
  }

  /** What happened that the model should know: refused downloads, dismissed dialogs. Told once. */
  takeNotes(): string[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  #adopt(page: Page): void {
    this.#pages.push(page);
    page.on('close', () => this.#pages.splice(this.#pages.indexOf(page), 1));
    page.on('console', (message) => this.#log(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => this.#log(`[uncaught] ${error.message}`));
    page.on('dialog', (dialog) => {
      this.#note(`A ${dialog.type()} dialog was dismissed: ${dialog.message()}`);
      // The page may be gone by the time it is answered.
      dialog.dismiss().catch(() => undefined);
    });
    page.on('download', (download) => {
      this.#note(`A download was refused: ${download.suggestedFilename()} from ${download.url()}`);
      download.cancel().catch(() => undefined);
    });
    page.on('crash', () => {
      this.#note('The page crashed.');
      page.close().catch(() => undefined);
    });
  }

  #log(line: string): void {
    this.#console.push(line.slice(0, longestLine));
    if (this.#console.length > maxLines) this.#console.shift();
  }

  #note(note: string): void {
    this.#notes.push(note.slice(0, longestLine));
    if (this.#notes.length > maxLines) this.#notes.shift();
  }
}

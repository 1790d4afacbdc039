import type { ProgramEnvironment } from '../../../system/environment/user-environment.ts';
import type { Browser } from 'playwright-core';
import type { Logger } from '../../../log/logger.ts';
import type { Confinement } from '../../confinement/confinement.ts';
import type { AddressGuard } from '../../network/address-guard.ts';
import type { GuardingProxy } from '../../network/guarding-proxy.ts';
import { untilAborted } from '../../../system/until-aborted.ts';
import { BrowserError } from './browser-error.ts';
import { enclosedBrowser, type BrowserProgram } from './enclosed-browser.ts';
import { BrowserPage } from './browser-page.ts';
import { findBrowser } from './find-browser.ts';

/** What the browsers need. */
export interface BrowsersOptions {
  guard: AddressGuard;
  /** The environment the browser gets, our own keys already taken out; also where it is looked for. */
  environment: ProgramEnvironment;
  confinement: Pick<Confinement, 'enclose' | 'forget'>;
  logger: Logger;
  platform?: NodeJS.Platform;
  /** How long a conversation's page stays open unused, in milliseconds. Default: 10 minutes. */
  idleMs?: number;
}

/** One browser for the host, one context (cookies, pages) for each conversation. */
export interface Browsers {
  /**
   * Does something with the page of a conversation, which is opened if there is none. Calls of one
   * conversation run one after the other.
   * @throws {BrowserError} when no browser is installed or it does not start; the signal's reason when aborted
   */
  use<Value>(
    conversationId: string,
    signal: AbortSignal,
    action: (page: BrowserPage) => Promise<Value>,
  ): Promise<Value>;
  /** Why this host was refused to the latest request for it; undefined when it was not. */
  refusal(host: string): string | undefined;
  /** Closes all pages and the browser. It may be used again after that. */
  close(): Promise<void>;
}

/** Conversations with an open page; the one unused for longest is closed for a new one. */
const maxPages = 16;

/**
 * Chromium starts at the first use, behind a proxy of ours that refuses private addresses, and ends
 * when no page has been used for a while.
 */
export function createBrowsers(options: BrowsersOptions): Browsers {
  const { logger, idleMs = 600_000, platform = process.platform } = options;
  const pages = new Map<string, BrowserPage>();
  const queues = new Map<string, Promise<unknown>>();
  let running: Promise<Browser> | undefined;
  /** What the latest browser left is being removed. */
  let releasing: Promise<void> = Promise.resolve();
  let latestProxy: GuardingProxy | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  const launch = async (): Promise<Browser> => {
    const environment = await options.environment();
    const executablePath = await findBrowser(platform, environment);
    if (executablePath === undefined) {
      throw new BrowserError(
        'No browser is installed on this computer. The browser tools need Google Chrome, Microsoft Edge or Chromium; web_extract reads pages without one.',
      );
    }
    const [{ chromium }, { startGuardingProxy }] = await Promise.all([
      import('playwright-core'),
      import('../../network/guarding-proxy.ts'),
    ]);
    const proxy = await startGuardingProxy(options.guard);
    let started: BrowserProgram | undefined;
    try {
      const program = await enclosedBrowser(executablePath, environment, options.confinement);
      started = program;
      const browser = await chromium.launch({
        executablePath: program.file,
        env: program.environment,
        proxy: { server: proxy.url },
        // Chromium's sandbox refuses to work for root, as in a container.
        chromiumSandbox: !(platform === 'linux' && process.getuid?.() === 0),
        // WebRTC would go around the proxy.
        args: ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp', '--disable-quic'],
        // The host ends it itself, in its own order.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      browser.on('disconnected', () => {
        logger.debug('The browser ended');
        pages.clear();
        running = undefined;
        void proxy.close();
        releasing = program.release().catch((error: unknown) => {
          logger.warn('What the browser left could not be removed', { error });
        });
      });
      latestProxy = proxy;
      return browser;
    } catch (error) {
      await proxy.close();
      await started?.release();
      const [line = ''] = (error as Error).message.split('\n');
      throw new BrowserError(`The browser ${executablePath} did not start: ${line}`, error);
    }
  };

  const start = (): Promise<Browser> => {
    running ??= launch().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };

  const closePage = async (conversationId: string, page: BrowserPage): Promise<void> => {
    pages.delete(conversationId);
    try {
      await page.close();
    } catch (error) {
      logger.debug('A page did not close cleanly', { error });
    }
  };

  const makeRoom = async (): Promise<void> => {
    if (pages.size < maxPages) return;
    const unused = [...pages].filter(([, page]) => page.busy === 0);
    const [oldest] = unused.toSorted(([, a], [, b]) => a.lastUsedAt - b.lastUsedAt);
    if (oldest) await closePage(...oldest);
  };

  const pageOf = async (conversationId: string): Promise<BrowserPage> => {
    const browser = await start();
    const open = pages.get(conversationId);
    if (open) return open;
    await makeRoom();
    const context = await browser.newContext({
      acceptDownloads: false,
      serviceWorkers: 'block',
      viewport: { width: 1280, height: 800 },
    });
    context.setDefaultTimeout(10_000);
    context.setDefaultNavigationTimeout(30_000);
    const page = new BrowserPage(context);
    pages.set(conversationId, page);
    return page;
  };

  const closeIdle = async (): Promise<void> => {
    const now = performance.now();
    for (const [conversationId, page] of pages) {
      if (page.busy === 0 && now - page.lastUsedAt >= idleMs) await closePage(conversationId, page);
    }
    if (pages.size > 0) watchIdle();
    else await close();
  };

  const watchIdle = (): void => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => {
      closeIdle().catch((error: unknown) => logger.warn('Idle pages stay open', { error }));
    }, idleMs);
    idleTimer.unref();
  };

  const close = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = running;
    if (!ending) return;
    try {
      await (await ending).close();
    } catch (error) {
      // It never started, or is gone: what was to be reached.
      logger.debug('The browser did not close cleanly', { error });
    }
    running = undefined;
    await releasing;
  };

  const act = async <Value>(
    conversationId: string,
    signal: AbortSignal,
    action: (page: BrowserPage) => Promise<Value>,
  ): Promise<Value> => {
    signal.throwIfAborted();
    const page = await pageOf(conversationId);
    page.busy += 1;
    // Nothing a page does may outlive the run that asked for it.
    const stop = (): void => void closePage(conversationId, page);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await action(page);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      page.busy -= 1;
      page.lastUsedAt = performance.now();
      watchIdle();
    }
  };

  return {
    async use(conversationId, signal, action) {
      const before = queues.get(conversationId) ?? Promise.resolve();
      const turn = before.then(() => act(conversationId, signal, action));
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      queues.set(conversationId, settled);
      try {
        return await untilAborted(turn, signal);
      } finally {
        if (queues.get(conversationId) === settled) queues.delete(conversationId);
      }
    },
    refusal: (host) => latestProxy?.refusal(host),
    close,
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import type { ProgramEnvironment } from '../../system/environment/user-environment.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import { callFailure } from './call-failure.ts';
import { McpServerError } from './mcp-error.ts';
import type { McpLimits } from './mcp-limits.ts';
import { openMcpLink, type McpLink } from './mcp-link.ts';
import { readToolDefinition, type McpToolDefinition } from './tools/tool-definition.ts';
import type { SpawnServer } from './transport/spawn-server.ts';

export type McpConnectionState = 'idle' | 'starting' | 'ready' | 'failed';

const toolPage = z.looseObject({
  tools: z.array(z.unknown()).catch([]).default([]),
  nextCursor: z.string().optional().catch(undefined),
});

/** What a call answers, before its parts are looked at. */
const callResult = z.looseObject({
  content: z.unknown().optional(),
  structuredContent: z.unknown().optional(),
  isError: z.unknown().optional(),
});
export type McpCallResult = z.output<typeof callResult>;

export interface McpConnectionOptions {
  name: string;
  server: McpServer;
  environment: ProgramEnvironment;
  spawn: SpawnServer;
  folder: string;
  version: string;
  logger: Logger;
  limits: McpLimits;
  /** For one tool call without any sign of progress, in milliseconds. */
  callMs: () => number;
  /** Runs a start when no other start that it would disturb is under way. */
  inTurn: (start: () => Promise<void>) => Promise<void>;
  /** State, error, words or tools changed. */
  onChange: () => void;
}

/** Pages of a tool list that are read at most. */
const maxPages = 20;

/**
 * One server: started in the background, again after it broke (later and later), its tools known and
 * kept while it is down. No run waits for it longer than the limits say.
 */
export class McpConnection {
  readonly #options: McpConnectionOptions;
  readonly #ending = new AbortController();
  #link: McpLink | undefined;
  /** Calls under way over each link. */
  readonly #calls = new WeakMap<McpLink, number>();
  /** Links that take no new calls, and are closed when their last one has ended. */
  readonly #retired = new Set<McpLink>();
  /** The start that is under way, or waits for its turn. */
  #connecting: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #firstBegin: number | undefined;
  #failures = 0;
  #nextAttemptAt = 0;
  #listing = false;
  #listAgain = false;
  state: McpConnectionState = 'idle';
  /** Since when it is in this state, in milliseconds since the epoch. */
  since = Date.now();
  error: string | undefined;
  /** The last line that it wrote while it starts. */
  words: string | undefined;
  definitions: readonly McpToolDefinition[] = [];

  constructor(options: McpConnectionOptions) {
    this.#options = options;
  }

  /** Starts it in the background, if it is not ready and its next attempt is due. */
  begin(): void {
    this.#firstBegin ??= performance.now();
    if (this.#link || this.#connecting || this.#ending.signal.aborted) return;
    if (performance.now() < this.#nextAttemptAt) return;
    // What comes of it is in the state.
    void this.#connect().catch(() => undefined);
  }

  /** Starts it at once, however often it failed before. */
  beginAnew(): void {
    this.#failures = 0;
    this.#beginNow();
  }

  /**
   * Resolves when it is ready or has failed, or when runs have waited long enough: only within the
   * first seconds after its first start anything is worth waiting for.
   */
  async settled(): Promise<void> {
    const left = (this.#firstBegin ?? 0) + this.#options.limits.firstWaitMs - performance.now();
    if (!this.#connecting || left <= 0 || this.#failures > 0) return;
    const patience = new AbortController();
    const waited = delay(left, undefined, { signal: patience.signal });
    await Promise.race([this.#connecting.catch(() => undefined), waited]);
    patience.abort();
    await Promise.allSettled([waited]);
  }

  /**
   * Calls a tool. A call that never reached the server is made once more over a new connection; one
   * whose fate nobody knows only where the server says that a second one does no harm.
   * @throws {McpServerError} when the server is down, does not answer in time or answers nonsense;
   *   the signal's reason when aborted
   */
  async call(
    { name, annotations }: Pick<McpToolDefinition, 'name' | 'annotations'>,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<McpCallResult> {
    for (let attempt = 1; ; attempt += 1) {
      const link = await this.#linkFor(signal);
      try {
        return await this.#callOver(link, name, args, signal);
      } catch (error) {
        signal.throwIfAborted();
        const failure = callFailure(error, link.hasSession());
        const reason = this.#reasonOf(error, link);
        if (failure === 'timeout') {
          void this.#dropIfDead(link);
          const seconds = this.#options.callMs() / 1000;
          throw new McpServerError(
            `It did not answer within ${seconds} s (a setting: Agent › MCP call limit)`,
            error,
            true,
          );
        }
        if (failure === 'answer') throw new McpServerError(reason, error);
        const again = attempt === 1 && (failure !== 'broken' || annotations.repeatable);
        if (failure === 'session') this.#renew(link);
        else this.#lost(link, reason, again);
        if (!again) {
          const unknown =
            failure === 'broken' ? '. Nobody knows whether it did what was asked' : '';
          throw new McpServerError(`${reason}${unknown}`, error);
        }
      }
    }
  }

  /** Ends the connection and the server's processes, for good. Never rejects. */
  async close(): Promise<void> {
    this.#ending.abort(new McpServerError('It was switched off'));
    clearTimeout(this.#retry);
    await this.#starting?.catch(() => undefined);
    const link = this.#link;
    this.#link = undefined;
    this.#set('idle');
    await Promise.all([link?.close(), ...[...this.#retired].map((each) => each.close())]);
  }

  /** A server that has ended meanwhile has said more of it than the library does. */
  #reasonOf(error: unknown, link: McpLink): string {
    if (link !== this.#link && this.error !== undefined) return this.error;
    return error instanceof Error ? error.message : String(error);
  }

  async #callOver(
    link: McpLink,
    tool: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<McpCallResult> {
    const request = { method: 'tools/call', params: { name: tool, arguments: args } } as const;
    this.#calls.set(link, (this.#calls.get(link) ?? 0) + 1);
    try {
      return await link.client.request(request, callResult, {
        signal,
        timeout: this.#options.callMs(),
        resetTimeoutOnProgress: true,
        maxTotalTimeout: this.#options.limits.longestCallMs,
        onprogress: () => undefined,
      });
    } finally {
      const left = this.#calls.get(link)! - 1;
      this.#calls.set(link, left);
      if (left === 0 && this.#retired.delete(link)) void link.close();
    }
  }

  /** The live connection; waits for a start that is under way or due soon. @throws {McpServerError} */
  async #linkFor(signal: AbortSignal): Promise<McpLink> {
    if (!this.#link && !this.#connecting) {
      const wait = this.#nextAttemptAt - performance.now();
      if (wait > this.#options.limits.firstWaitMs) {
        const seconds = Math.ceil(wait / 1000);
        throw new McpServerError(
          `${this.error ?? 'It is not connected'}. Next attempt in ${seconds} s`,
        );
      }
      if (wait > 0) await delay(wait, undefined, { signal });
      this.#beginNow();
    }
    await this.#started(signal);
    if (!this.#link) throw new McpServerError(this.error ?? 'It has gone');
    return this.#link;
  }

  /** Waits for the start that is under way, as long as a call may take. @throws {McpServerError} */
  async #started(signal: AbortSignal): Promise<void> {
    const patience = new AbortController();
    const late = delay(this.#options.callMs(), undefined, { signal: patience.signal }).then(() => {
      throw new McpServerError('It is still starting');
    });
    try {
      await untilAborted(Promise.race([this.#connecting, late]), signal);
    } finally {
      patience.abort();
    }
  }

  #beginNow(): void {
    this.#nextAttemptAt = 0;
    this.begin();
  }

  #connect(): Promise<void> {
    clearTimeout(this.#retry);
    this.#set('starting');
    const start = (): Promise<void> => (this.#starting = this.#start());
    this.#connecting ??= this.#options.inTurn(start).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #start(): Promise<void> {
    const { logger } = this.#options;
    const { signal } = this.#ending;
    let link: McpLink | undefined;
    let gone: string | undefined;
    try {
      signal.throwIfAborted();
      const { ToolListChangedNotificationSchema } =
        await import('@modelcontextprotocol/sdk/types.js');
      const opened = await openMcpLink(
        {
          ...this.#options,
          signal,
          onWords: (words) => this.#say(words.lines(1)[0]),
          onClose: (reason) => {
            gone = reason;
            if (link) this.#lost(link, reason);
          },
        },
        (fresh) => {
          fresh.client.setNotificationHandler(ToolListChangedNotificationSchema, () =>
            this.#refresh(),
          );
          return this.#list(fresh, this.#options.limits.longestStartMs);
        },
      );
      link = opened.link;
      if (gone !== undefined) throw new McpServerError(gone);
      this.#link = link;
      this.definitions = opened.prepared;
      this.#failures = 0;
      this.#set('ready');
      // It may have told of a change while the first list was on its way.
      if (this.#listAgain) this.#refresh();
      logger.info(`Ready, ${this.definitions.length} tools`);
    } catch (error) {
      await link?.close();
      const reason = gone ?? (error instanceof Error ? error.message : String(error));
      if (!signal.aborted) {
        if (reason !== this.error) logger.warn(`Not connected: ${reason}`);
        this.#failed(reason);
      }
      throw new McpServerError(reason, error);
    }
  }

  async #list(link: McpLink, timeoutMs: number): Promise<McpToolDefinition[]> {
    const { limits, logger } = this.#options;
    const found = new Map<string, McpToolDefinition>();
    const deadline = performance.now() + timeoutMs;
    let cursor: string | undefined;
    for (let page = 0; page < maxPages && found.size < limits.tools; page += 1) {
      const answer = await link.client.request(
        { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
        toolPage,
        { timeout: Math.max(deadline - performance.now(), 1) },
      );
      for (const tool of answer.tools.slice(0, limits.tools - found.size)) {
        const definition = readToolDefinition(tool, limits);
        if (definition) found.set(definition.name, definition);
        else logger.warn('A tool with a bad description is left out');
      }
      if (!answer.nextCursor || answer.nextCursor === cursor) break;
      cursor = answer.nextCursor;
    }
    return [...found.values()];
  }

  /** The server says that its tools changed: they are listed again, one list at a time and not too often. */
  #refresh(): void {
    this.#listAgain = true;
    if (this.#link && !this.#listing) void this.#refreshWhileAsked();
  }

  async #refreshWhileAsked(): Promise<void> {
    const { limits, logger } = this.#options;
    this.#listing = true;
    while (this.#listAgain && this.#link) {
      this.#listAgain = false;
      try {
        this.definitions = await this.#list(this.#link, limits.listMs);
        this.#options.onChange();
      } catch (error) {
        logger.warn('Its tools could not be listed again', { error });
      }
      await delay(limits.listEveryMs, undefined, { ref: false });
    }
    this.#listing = false;
  }

  /** After a call without an answer: a server that does not even answer a ping is given up. */
  async #dropIfDead(link: McpLink): Promise<void> {
    try {
      await link.client.ping({ timeout: this.#options.limits.pingMs });
    } catch (error) {
      this.#options.logger.debug('It answers no ping', { error });
      this.#lost(link, 'It hung');
    }
  }

  /** @param atOnce a new connection is made at once: not the server failed, but what held to it */
  #lost(link: McpLink, reason: string, atOnce = false): void {
    if (link !== this.#link) return;
    this.#link = undefined;
    void link.close();
    this.#options.logger.warn(reason);
    if (atOnce) this.#beginNow();
    else this.#failed(reason);
  }

  /** The server has lost our session: a new one is begun. Calls of the old one still get their answers. */
  #renew(link: McpLink): void {
    if (link !== this.#link) return;
    this.#options.logger.info('It has lost our session: a new one is begun');
    this.#link = undefined;
    if (this.#calls.get(link)) this.#retired.add(link);
    else void link.close();
    this.#beginNow();
  }

  #failed(reason: string): void {
    const { firstRetryMs, longestRetryMs, attempts } = this.#options.limits;
    const wait = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
    this.#failures += 1;
    this.#nextAttemptAt = performance.now() + wait;
    clearTimeout(this.#retry);
    if (this.#failures < attempts) this.#retry = setTimeout(() => this.#beginNow(), wait).unref();
    this.#set('failed', reason);
  }

  #say(words: string | undefined): void {
    if (this.state !== 'starting' || words === this.words) return;
    this.words = words;
    this.#options.onChange();
  }

  #set(state: McpConnectionState, error?: string): void {
    if (state !== this.state) this.since = Date.now();
    this.state = state;
    // While it is tried again, the reason for it stands.
    if (state !== 'starting') this.error = error;
    this.words = undefined;
    this.#options.onChange();
  }
}

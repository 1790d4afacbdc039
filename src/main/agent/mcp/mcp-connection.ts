import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import { McpServerError } from './mcp-error.ts';
import type { McpLimits } from './mcp-limits.ts';
import { openMcpLink, type McpLink } from './mcp-link.ts';

export type McpConnectionState = 'idle' | 'connecting' | 'connected' | 'failed';

/** A tool as its server describes it. Read leniently: one bad tool must not cost the others. */
const toolDefinition = (limits: McpLimits) =>
  z.object({
    name: z.string().min(1).max(256),
    title: z.string().optional(),
    description: z.string().default(''),
    // It goes to the model with every call.
    inputSchema: z
      .looseObject({ type: z.literal('object') })
      .refine((schema) => isShort(schema, limits.schema))
      .catch({ type: 'object' }),
    annotations: z
      .looseObject({
        title: z.string().optional(),
        readOnlyHint: z.boolean().optional(),
        destructiveHint: z.boolean().optional(),
      })
      .catch({})
      .default({}),
  });
export type McpToolDefinition = z.output<ReturnType<typeof toolDefinition>>;

const toolPage = z.looseObject({
  tools: z.array(z.unknown()),
  nextCursor: z.string().optional(),
});

/** Whether a schema is short enough; one that is nested too deeply to be written as JSON is not. */
function isShort(schema: object, mostCharacters: number): boolean {
  try {
    return JSON.stringify(schema).length <= mostCharacters;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What a call answers, before its parts are looked at. */
const callResult = z.looseObject({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
});
export type McpCallResult = z.output<typeof callResult>;

export interface McpConnectionOptions {
  name: string;
  server: McpServer;
  environment: () => Record<string, string>;
  folder: string;
  version: string;
  logger: Logger;
  limits: McpLimits;
  /** State, error or tools changed. */
  onChange: () => void;
}

/** Pages of a tool list that are read at most. */
const maxPages = 20;

/**
 * One server: connected when first needed, again after it broke (later and later), its tools known
 * and kept while it is down. Nothing here waits longer than the limits say.
 */
export class McpConnection {
  readonly #options: McpConnectionOptions;
  #link: McpLink | undefined;
  #connecting: Promise<void> | undefined;
  #failures = 0;
  #nextAttemptAt = 0;
  #listing = false;
  #listAgain = false;
  #closed = false;
  state: McpConnectionState = 'idle';
  error: string | undefined;
  definitions: readonly McpToolDefinition[] = [];

  constructor(options: McpConnectionOptions) {
    this.#options = options;
  }

  /** The tools of the server, or those it had when it was last there. Never rejects. */
  async tools(): Promise<readonly McpToolDefinition[]> {
    if (!this.#link) {
      const first = this.#failures === 0;
      const attempt = this.#ensure().catch(() => undefined);
      // A server that failed before is tried again without holding up a run.
      if (first) await attempt;
    }
    return this.definitions;
  }

  /**
   * Calls a tool.
   * @throws {McpServerError} when the server is down, does not answer in time or answers nonsense;
   *   the signal's reason when aborted
   */
  async call(
    tool: string,
    args: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<McpCallResult> {
    const { limits } = this.#options;
    const client = await untilAborted(this.#ensure(), signal).then(() => this.#link?.client);
    if (!client) throw new McpServerError(this.error ?? 'It has gone');
    try {
      return await client.request(
        { method: 'tools/call', params: { name: tool, arguments: args } },
        callResult,
        {
          signal,
          timeout: limits.callMs,
          resetTimeoutOnProgress: true,
          maxTotalTimeout: limits.longestCallMs,
          onprogress: () => undefined,
        },
      );
    } catch (error) {
      signal.throwIfAborted();
      const { RequestTimeout } = (await import('@modelcontextprotocol/sdk/types.js')).ErrorCode;
      if ((error as { code?: unknown }).code !== RequestTimeout) {
        throw new McpServerError(error instanceof Error ? error.message : String(error), error);
      }
      void this.#dropIfDead();
      throw new McpServerError(`It did not answer within ${limits.callMs / 1000} s`, error);
    }
  }

  /** Ends the connection and the server's processes, for good. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#connecting?.catch(() => undefined);
    const link = this.#link;
    this.#link = undefined;
    this.#set('idle');
    await link?.close();
  }

  /** Resolves when connected. @throws {McpServerError} */
  #ensure(): Promise<void> {
    if (this.#link) return Promise.resolve();
    if (this.#closed) return Promise.reject(new McpServerError('It was switched off'));
    const wait = this.#nextAttemptAt - performance.now();
    if (!this.#connecting && wait > 0) {
      const reason = this.error ?? 'It is not connected';
      const seconds = Math.ceil(wait / 1000);
      return Promise.reject(new McpServerError(`${reason}. Next attempt in ${seconds} s.`));
    }
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    const { limits, logger } = this.#options;
    const startedAt = performance.now();
    this.#set('connecting');
    let link: McpLink | undefined;
    let gone: string | undefined;
    try {
      link = await openMcpLink({
        ...this.#options,
        onClose: (reason) => {
          gone = reason;
          this.#lost(link, reason);
        },
      });
      const { ToolListChangedNotificationSchema } =
        await import('@modelcontextprotocol/sdk/types.js');
      link.client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
        this.#refresh();
      });
      const left = Math.max(limits.startupMs - (performance.now() - startedAt), 1_000);
      const definitions = await this.#list(link, left);
      if (this.#closed) throw new McpServerError('It was switched off');
      this.#link = link;
      this.definitions = definitions;
      this.#failures = 0;
      this.#set('connected');
      // It may have told of a change while the first list was on its way.
      if (this.#listAgain) this.#refresh();
      logger.info(`Connected, ${definitions.length} tools`);
    } catch (error) {
      await link?.close();
      const reason = gone ?? (error instanceof Error ? error.message : String(error));
      this.#failed(reason);
      logger.warn(`Not connected: ${reason}`);
      throw new McpServerError(reason, error);
    }
  }

  async #list(link: McpLink, timeoutMs: number): Promise<McpToolDefinition[]> {
    const { limits, logger } = this.#options;
    const definition = toolDefinition(limits);
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
        const parsed = definition.safeParse(tool);
        if (parsed.success) found.set(parsed.data.name, parsed.data);
        else logger.warn('A tool with a bad description is left out');
      }
      if (answer.nextCursor === undefined || answer.nextCursor === cursor) break;
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
        this.definitions = await this.#list(this.#link, limits.startupMs);
        this.#options.onChange();
      } catch (error) {
        logger.warn('Its tools could not be listed again', { error });
      }
      await delay(limits.listEveryMs, undefined, { ref: false });
    }
    this.#listing = false;
  }

  /** After a call without an answer: a server that does not even answer a ping is given up. */
  async #dropIfDead(): Promise<void> {
    const link = this.#link;
    if (!link) return;
    try {
      await link.client.ping({ timeout: this.#options.limits.pingMs });
    } catch {
      // It hangs: the next use starts it anew.
      this.#lost(link, 'It hung');
    }
  }

  #lost(link: McpLink | undefined, reason: string): void {
    if (!link || link !== this.#link) return;
    this.#link = undefined;
    this.#options.logger.warn(reason);
    this.#failed(reason);
    void link.close();
  }

  #failed(reason: string): void {
    const { firstRetryMs, longestRetryMs } = this.#options.limits;
    const wait = Math.min(firstRetryMs * 2 ** this.#failures, longestRetryMs);
    this.#failures += 1;
    this.#nextAttemptAt = performance.now() + wait;
    this.#set('failed', reason);
  }

  #set(state: McpConnectionState, error?: string): void {
    this.state = state;
    this.error = error;
    this.#options.onChange();
  }
}

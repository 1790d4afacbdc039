import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import type { ProgramEnvironment } from '../../system/environment/user-environment.ts';
import { ProcessTable, treeMark } from '../../system/processes/process-table.ts';
import { endTree, treeTime } from '../../system/processes/process-tree.ts';
import { McpServerError } from './mcp-error.ts';
import type { McpLimits } from './mcp-limits.ts';
import { countMessages } from './transport/flood.ts';
import { LastWords } from './transport/last-words.ts';
import { createReadableFetch } from './transport/readable-fetch.ts';
import type { SpawnServer } from './transport/spawn-server.ts';
import { StdioTransport } from './transport/stdio-transport.ts';
import { watchStart } from './transport/start-watch.ts';
import { whyEnded, whyNotStarted } from './transport/why-not-started.ts';

/** A live connection to one server, over pipes or HTTP. */
export interface McpLink {
  readonly client: Client;
  /** Whether the server keeps a session for us, which it may lose. */
  hasSession(): boolean;
  /** Ends it, and with it every process the server started. Never rejects. */
  close(): Promise<void>;
}

export interface McpLinkOptions {
  name: string;
  server: McpServer;
  environment: ProgramEnvironment;
  spawn: SpawnServer;
  folder: string;
  version: string;
  logger: Logger;
  limits: McpLimits;
  /** Ends the attempt when aborted. */
  signal: AbortSignal;
  /** What the server writes beside its messages, as it comes: it says what takes so long. */
  onWords: (words: LastWords) => void;
  /** The server ended, its connection broke, or it was given up; says which. */
  onClose: (reason: string) => void;
}

/** How long a server may take to end by itself when its input ends, and then when asked, in milliseconds. */
const graceMs = 300;

/**
 * Starts or reaches a server, shakes hands, and gets from it what `prepare` wants before it counts
 * as ready.
 * @throws {McpServerError} saying why not; the signal's reason when aborted
 */
export async function openMcpLink<Prepared>(
  options: McpLinkOptions,
  prepare: (link: McpLink) => Promise<Prepared>,
): Promise<{ link: McpLink; prepared: Prepared }> {
  const { server } = options;
  if ('command' in server) return openStdio(server, options, prepare);
  try {
    return await openHttp(server, options, prepare, false);
  } catch (error) {
    // Servers of before 2025 answer the new protocol with a client error; they speak the old one.
    if (!isClientError(error)) throw error;
    options.logger.debug('It does not speak the present protocol', { error });
    return await openHttp(server, options, prepare, true).catch(() => {
      throw error;
    });
  }
}

async function openStdio<Prepared>(
  server: Extract<McpServer, { command: string }>,
  options: McpLinkOptions,
  prepare: (link: McpLink) => Promise<Prepared>,
): Promise<{ link: McpLink; prepared: Prepared }> {
  const { name, limits, logger } = options;
  const mark = randomUUID();
  const env: Record<string, string> = {
    ...(await options.environment()),
    ...server.env,
    [treeMark]: mark,
  };
  const cwd = server.cwd ?? options.folder;
  const words = new LastWords();
  const table = new ProcessTable();
  const transport = new StdioTransport({
    spawn: () => options.spawn({ name, command: server.command, args: server.args, cwd, env }),
    largestMessage: limits.message,
    onNoise(stream, chunk) {
      logger.debug(words.add(stream, chunk).trimEnd().slice(0, 2_000));
      options.onWords(words);
    },
  });
  // Without its process only what bears its mark is sought: the number may be another's by now.
  const tree = () => ({ pid: transport.ended ? -1 : (transport.pid ?? -1), mark });
  return shakeHands(transport, options, prepare, {
    watch: (signal) =>
      watchStart(async () => words.length + (await treeTime(table, tree())), limits, signal),
    explain: (error) =>
      whyNotStarted(error, {
        command: server.command,
        cwd: existsSync(cwd) ? undefined : cwd,
        searchPath: env['PATH'] ?? env['Path'] ?? '',
        ended: transport.ended,
        said: words.lines(),
      }),
    gone: () => whyEnded(transport.ended, words.lines()),
    async end(client, patience) {
      await client.close();
      await transport.close();
      await transport.gone(patience);
      await endTree(table, tree(), graceMs);
    },
  });
}

async function openHttp<Prepared>(
  { url, headers }: Extract<McpServer, { url: string }>,
  options: McpLinkOptions,
  prepare: (link: McpLink) => Promise<Prepared>,
  old: boolean,
): Promise<{ link: McpLink; prepared: Prepared }> {
  const requestInit = { headers };
  const { origin, pathname } = new URL(url);
  // Some keep their key in the query.
  const place = origin + pathname;
  const { limits } = options;
  const fetch = createReadableFetch(limits.message);
  let transport: Transport;
  if (old) {
    const { SSEClientTransport, SseError } =
      await import('@modelcontextprotocol/sdk/client/sse.js');
    transport = new SSEClientTransport(new URL(url), { requestInit, fetch });
    transport.onerror = (error) => {
      // Its session is the stream; the library opens another, which knows nothing of us.
      if (error instanceof SseError) options.onClose('The connection broke');
    };
  } else {
    const { StreamableHTTPClientTransport } =
      await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    transport = new StreamableHTTPClientTransport(new URL(url), { requestInit, fetch });
  }
  return shakeHands(transport, options, prepare, {
    keepsSession: old,
    watch: async (signal) => {
      await delay(limits.reachMs, undefined, { signal, ref: false });
      throw new McpServerError(`It did not answer within ${limits.reachMs / 1000} s`);
    },
    explain: (error) => `${place} could not be reached: ${messageOf(error)}${refusal(error)}`,
    gone: () => 'The connection broke',
    end: (client) => client.close(),
  });
}

/** What differs between pipes and HTTP. */
interface Ways {
  /** Whether there is a session even where the transport names none. */
  keepsSession?: boolean;
  /** Rejects when the server has taken too long to get ready. */
  watch: (signal: AbortSignal) => Promise<never>;
  /** Why no connection came about. */
  explain: (error: unknown) => string;
  /** Why a connection that stood is no more. */
  gone: () => string;
  /** Ends it; a process may take so many milliseconds to end by itself. */
  end: (client: Client, patience: number) => Promise<void>;
}

async function shakeHands<Prepared>(
  transport: Transport,
  options: McpLinkOptions,
  prepare: (link: McpLink) => Promise<Prepared>,
  { keepsSession = false, watch, explain, gone, end }: Ways,
): Promise<{ link: McpLink; prepared: Prepared }> {
  const { limits, onClose, logger, signal } = options;
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client({ name: 'hermes-tray', version: options.version });
  client.onerror = (error) => logger.debug('Protocol error', { error });
  const close = async (patience = graceMs): Promise<void> => {
    client.onclose = undefined;
    try {
      await end(client, patience);
    } catch (error) {
      logger.debug('It did not end cleanly', { error });
    }
  };
  // Set before the client adds its own.
  transport.onmessage = countMessages(limits.messagesPerSecond, () => {
    onClose(`It sent more than ${limits.messagesPerSecond} messages in a second`);
    // At once: what it goes on sending is still read.
    void close(0);
  });
  const hasSession = (): boolean => keepsSession || transport.sessionId !== undefined;
  const link = { client, hasSession, close };
  const watching = new AbortController();
  const settled = AbortSignal.any([signal, watching.signal]);
  try {
    const ready = client
      // The watch is to speak first: it knows why.
      .connect(transport, { timeout: 2 * limits.longestStartMs })
      .then(() => prepare(link));
    const prepared = await Promise.race([ready, watch(settled)]);
    client.onclose = () => onClose(gone());
    return { link, prepared };
  } catch (error) {
    const message = explain(error);
    await close();
    signal.throwIfAborted();
    throw new McpServerError(message, error);
  } finally {
    watching.abort();
  }
}

/** A 4xx that means "not this protocol": neither a refusal of our key nor of our rate. */
function isClientError(error: unknown): boolean {
  const code = httpStatus((error as McpServerError).cause);
  return code !== undefined && code >= 400 && code < 500 && ![401, 403, 429].includes(code);
}

/** What to do about a refused key. */
function refusal(error: unknown): string {
  const code = httpStatus(error);
  return code === 401 || code === 403
    ? ' It refuses us: see the headers of this server, such as Authorization.'
    : '';
}

function httpStatus(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return error.message + cause;
}

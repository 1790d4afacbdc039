import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import { ProcessTable, treeMark } from '../../system/processes/process-table.ts';
import { endTree } from '../../system/processes/process-tree.ts';
import { McpServerError } from './mcp-error.ts';
import { countMessages, limitMessages } from './mcp-flood.ts';
import type { McpLimits } from './mcp-limits.ts';

/** A live connection to one server, over pipes or HTTP. */
export interface McpLink {
  readonly client: Client;
  /** Ends it, and with it every process the server started. Never rejects. */
  close(): Promise<void>;
}

export interface McpLinkOptions {
  server: McpServer;
  environment: () => Record<string, string>;
  folder: string;
  version: string;
  logger: Logger;
  limits: McpLimits;
  /** The server ended, its connection broke, or it was given up; says which. */
  onClose: (reason: string) => void;
}

/** How long a server may take to end by itself when its input ends, and then when asked, in milliseconds. */
const graceMs = 300;
/** Characters of a server's error output that are kept, to say why it died. */
const keptErrors = 2_000;

/**
 * Starts or reaches a server and shakes hands.
 * @throws {McpServerError} saying why not
 */
export async function openMcpLink(options: McpLinkOptions): Promise<McpLink> {
  const { server } = options;
  if ('command' in server) return openStdio(server, options);
  try {
    return await openHttp(server, options, false);
  } catch (error) {
    // Servers of before 2025 answer the new protocol with a client error; they speak the old one.
    if (!isClientError(error)) throw error;
    return openHttp(server, options, true);
  }
}

async function newClient({ version }: McpLinkOptions): Promise<Client> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  return new Client({ name: 'hermes-tray', version });
}

async function openStdio(
  server: Extract<McpServer, { command: string }>,
  options: McpLinkOptions,
): Promise<McpLink> {
  const { StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const mark = randomUUID();
  const transport = new StdioClientTransport({
    command: server.command,
    args: server.args,
    env: { ...options.environment(), ...server.env, [treeMark]: mark },
    cwd: server.cwd ?? options.folder,
    stderr: 'pipe',
    maxBufferSize: options.limits.message,
  });
  let errors = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    errors = (errors + text).slice(-keptErrors);
    options.logger.debug(text.trimEnd().slice(0, keptErrors));
  });
  const endProcesses = async (pid: number | null): Promise<void> => {
    try {
      // Without its process only what bears its mark is sought: the number may be another's by now.
      await endTree(new ProcessTable(), { pid: pid ?? -1, mark }, graceMs);
    } catch (error) {
      options.logger.warn('Its processes could not be ended', { error });
    }
  };
  const link = await shakeHands(transport, options, {
    explain: (error) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return `There is no program "${server.command}", or no such folder`;
      const said = errors.trim().split('\n').slice(-5).join('\n');
      return `${messageOf(error)}${said === '' ? '' : `. It said: ${said}`}`;
    },
    end: async (client, patience) => {
      const { pid } = transport;
      const closed = client.close();
      await Promise.race([closed, delay(patience)]);
      await endProcesses(transport.pid ?? ((await stillRuns(closed)) ? pid : null));
      await closed;
    },
  });
  return link;
}

/** Whether a promise is still pending. */
async function stillRuns(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

async function openHttp(
  { url, headers }: Extract<McpServer, { url: string }>,
  options: McpLinkOptions,
  old: boolean,
): Promise<McpLink> {
  const requestInit = { headers };
  const fetch = limitMessages(options.limits.message);
  let transport: Transport;
  if (old) {
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
    transport = new SSEClientTransport(new URL(url), { requestInit, fetch });
  } else {
    const { StreamableHTTPClientTransport } =
      await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    transport = new StreamableHTTPClientTransport(new URL(url), { requestInit, fetch });
  }
  return shakeHands(transport, options, {
    explain: (error) => `${url} could not be reached: ${messageOf(error)}`,
    end: (client) => client.close(),
  });
}

/** What differs between pipes and HTTP. */
interface Ways {
  /** Why no connection came about. */
  explain: (error: unknown) => string;
  /** Ends it; a process may take so many milliseconds to end by itself. */
  end: (client: Client, patience: number) => Promise<void>;
}

async function shakeHands(
  transport: Transport,
  options: McpLinkOptions,
  { explain, end }: Ways,
): Promise<McpLink> {
  const { limits, onClose } = options;
  const client = await newClient(options);
  client.onerror = (error) => options.logger.debug('Protocol error', { error });
  const close = async (patience = graceMs): Promise<void> => {
    client.onclose = undefined;
    try {
      await end(client, patience);
    } catch (error) {
      options.logger.debug('It did not end cleanly', { error });
    }
  };
  // Set before the client adds its own.
  transport.onmessage = countMessages(limits.messagesPerSecond, () => {
    onClose(`It sent more than ${limits.messagesPerSecond} messages in a second`);
    // At once: what it goes on sending is still read.
    void close(0);
  });
  const patience = new AbortController();
  try {
    await Promise.race([
      client.connect(transport, { timeout: limits.startupMs }),
      delay(limits.startupMs, undefined, { signal: patience.signal }).then(() => {
        throw new McpServerError(`It did not answer within ${limits.startupMs / 1000} s`);
      }),
    ]);
  } catch (error) {
    const message = explain(error);
    await close();
    throw new McpServerError(message, error);
  } finally {
    patience.abort();
  }
  client.onclose = () => onClose('It ended, or the connection broke');
  return { client, close };
}

/** A 4xx that means "not this protocol": neither a refusal of our key nor of our rate. */
function isClientError(error: unknown): boolean {
  const { cause } = error as McpServerError;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'number' && code >= 400 && code < 500 && ![401, 403, 429].includes(code);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return error.message + cause;
}

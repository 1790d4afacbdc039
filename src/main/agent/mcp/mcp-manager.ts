import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import { KeyedMutex } from '../../system/locks/keyed-mutex.ts';
import type { ProgramEnvironment } from '../../system/environment/user-environment.ts';
import type { Tool } from '../tool.ts';
import { McpConnection, type McpConnectionState } from './mcp-connection.ts';
import { defaultMcpLimits, type McpLimits } from './mcp-limits.ts';
import { packageToInstall } from './package-to-install.ts';
import { createMcpTool, mcpToolName } from './tools/mcp-tool.ts';
import { spawnServer, type SpawnServer } from './transport/spawn-server.ts';

/** What the manager needs. */
export interface McpManagerOptions {
  /** The configured servers, by name; read at each use, so a change applies at the next one. */
  servers: () => Readonly<Record<string, McpServer>>;
  /** The environment that servers on this computer get, our own keys already taken out. */
  environment: ProgramEnvironment;
  /** For one tool call without any sign of progress, in milliseconds. */
  callMs: () => number;
  /** How the process of a server is started. Left out: as it stands. */
  spawn?: SpawnServer;
  /** Folder in which servers without a `cwd` are started; absolute. */
  folder: string;
  /** Our version, which servers are told. */
  version: string;
  logger: Logger;
  limits?: Partial<McpLimits>;
}

/** How a configured server stands. */
export interface McpServerStatus {
  name: string;
  state: McpConnectionState | 'disabled';
  /** Since when, in milliseconds since the epoch; null for one that was never started. */
  since: number | null;
  /** Why it failed, in its own last words where it left any. Kept while it is tried again. */
  error?: string;
  /** What it wrote last while it starts. */
  words?: string;
  /** Names of its tools as the model sees them. */
  tools: string[];
}

/** The tools of the configured MCP servers. */
export interface McpManager {
  /** Starts every server that is switched on and not running, in the background, and ends the others. */
  start(): void;
  /**
   * The tools of every server that is ready, or was before. Those that are within the first seconds
   * of their start are waited for, the others are not.
   */
  tools(): Promise<Tool[]>;
  /** How the servers stand; starts none. */
  status(): McpServerStatus[];
  /** Ends the connection to a server and begins anew, at once. Resolves when it has begun. */
  reconnect(name: string): Promise<void>;
  /** Tries those that failed again, at once: what they lacked may be there now. */
  retryFailed(): void;
  /** Calls the listener on every change of `status()`. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
  /** Ends all connections and every process they started. */
  close(): Promise<void>;
}

interface Entry {
  connection: McpConnection;
  /** The settings it was made from, to see when they change. */
  key: string;
}

/** Holds one connection per configured server. */
export function createMcpManager(options: McpManagerOptions): McpManager {
  const limits = { ...defaultMcpLimits, ...options.limits };
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  const installs = new KeyedMutex();
  /** Connections that are being closed; awaited at the end. */
  const closing = new Set<Promise<void>>();
  let offered: { from: unknown[]; tools: Tool[] } | undefined;
  let closed = false;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const end = (name: string, { connection }: Entry): Promise<void> => {
    entries.delete(name);
    const ending = connection.close().finally(() => closing.delete(ending));
    closing.add(ending);
    return ending;
  };

  const make = (name: string, server: McpServer): McpConnection => {
    const installed = packageToInstall(server);
    const connection = new McpConnection({
      name,
      server,
      environment: options.environment,
      spawn: options.spawn ?? spawnServer,
      folder: options.folder,
      version: options.version,
      logger: options.logger.child(name),
      limits,
      callMs: options.callMs,
      // Two starts that install the same package into one folder break it for both.
      inTurn: (start) => (installed === undefined ? start() : installs.run(installed, start)),
      onChange: changed,
    });
    entries.set(name, { connection, key: JSON.stringify(server) });
    return connection;
  };

  /** Makes the connections fit the settings, and starts those that are not running. */
  const reconcile = (): [string, McpConnection][] => {
    const servers = Object.entries(options.servers()).filter(([, { disabled }]) => !disabled);
    const wanted = new Map(servers);
    for (const [name, entry] of entries) {
      const server = wanted.get(name);
      if (!server || JSON.stringify(server) !== entry.key) void end(name, entry);
    }
    if (closed) return [];
    return servers.map(([name, server]) => {
      const connection = entries.get(name)?.connection ?? make(name, server);
      connection.begin();
      return [name, connection];
    });
  };

  /** The same objects as long as nothing changed: what was made of them is kept by them. */
  const toolsOf = (connections: [string, McpConnection][]): Tool[] => {
    const from = connections.flatMap(([, connection]) => [connection, connection.definitions]);
    if (
      offered?.from.length === from.length &&
      from.every((each, n) => each === offered!.from[n])
    ) {
      return offered.tools;
    }
    const taken = new Set<string>();
    const tools = connections.flatMap(([server, connection]) =>
      connection.definitions.map((definition) => {
        const name = mcpToolName(server, definition.name, taken);
        return createMcpTool({ name, server, definition, connection, limits });
      }),
    );
    offered = { from, tools };
    return tools;
  };

  return {
    start: () => void reconcile(),

    async tools() {
      const connections = reconcile();
      await Promise.all(connections.map(([, connection]) => connection.settled()));
      return toolsOf(connections);
    },

    status() {
      const taken = new Set<string>();
      return Object.entries(options.servers()).map(([name, { disabled }]) => {
        const connection = disabled ? undefined : entries.get(name)?.connection;
        if (!connection) {
          return { name, state: disabled ? 'disabled' : 'idle', since: null, tools: [] };
        }
        const { state, since, error, words } = connection;
        return {
          name,
          state,
          since,
          ...(error === undefined ? {} : { error }),
          ...(words === undefined ? {} : { words }),
          tools: connection.definitions.map((tool) => mcpToolName(name, tool.name, taken)),
        };
      });
    },

    async reconnect(name) {
      const entry = entries.get(name);
      if (entry) await end(name, entry);
      reconcile();
    },

    retryFailed() {
      for (const { connection } of entries.values()) {
        if (connection.state === 'failed') connection.beginAnew();
      }
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async close() {
      closed = true;
      for (const [name, entry] of entries) void end(name, entry);
      await Promise.allSettled(closing);
    },
  };
}

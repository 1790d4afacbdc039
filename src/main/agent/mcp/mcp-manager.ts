import type { McpServer } from '../../../shared/settings.ts';
import type { Logger } from '../../log/logger.ts';
import type { Tool } from '../tool.ts';
import { McpConnection, type McpConnectionState } from './mcp-connection.ts';
import { createMcpTool, mcpToolName } from './mcp-tool.ts';
import { defaultMcpLimits, type McpLimits } from './mcp-limits.ts';

/** What the manager needs. */
export interface McpManagerOptions {
  /** The configured servers, by name; read at each use, so a change applies at the next one. */
  servers: () => Readonly<Record<string, McpServer>>;
  /** The environment that servers on this computer get, our own keys already taken out. */
  environment: () => Record<string, string>;
  /** Folder in which servers without a `cwd` are started; absolute. */
  folder: string;
  /** Our version, which servers are told. */
  version: string;
  logger: Logger;
  limits?: Partial<McpLimits>;
}

/** A configured server, for the settings window. */
export interface McpServerStatus {
  name: string;
  state: McpConnectionState | 'disabled';
  /** Why it failed. */
  error?: string;
  /** Names of its tools as the model sees them. */
  tools: string[];
}

/** The tools of the configured MCP servers. */
export interface McpManager {
  /**
   * The tools of every server that can be had. Connects those that are not; a server that hangs
   * holds up the first call for the startup time at most, and no later one.
   */
  tools(): Promise<Tool[]>;
  /** How the servers stand; connects to none. */
  status(): McpServerStatus[];
  /** Ends the connection to a server and connects anew, at once. Resolves when that is decided. */
  reconnect(name: string): Promise<void>;
  /** Tells of every change in `status()`. Gives back what ends it. */
  onChange(listener: () => void): () => void;
  /** Ends all connections and every process they started. */
  close(): Promise<void>;
}

interface Entry {
  connection: McpConnection;
  /** The settings it was made from, to see when they change. */
  key: string;
}

/** Holds one connection per configured server, made when a tool list is first asked for. */
export function createMcpManager(options: McpManagerOptions): McpManager {
  const limits = { ...defaultMcpLimits, ...options.limits };
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  /** Connections that are being closed; awaited at the end. */
  const closing = new Set<Promise<void>>();
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

  const begin = (name: string, server: McpServer): McpConnection => {
    const connection = new McpConnection({
      name,
      server,
      environment: options.environment,
      folder: options.folder,
      version: options.version,
      logger: options.logger.child(name),
      limits,
      onChange: changed,
    });
    entries.set(name, { connection, key: JSON.stringify(server) });
    return connection;
  };

  /** Makes the connections fit the settings. */
  const reconcile = (): [string, McpConnection][] => {
    const servers = Object.entries(options.servers()).filter(([, { disabled }]) => !disabled);
    const wanted = new Map(servers);
    for (const [name, entry] of entries) {
      const server = wanted.get(name);
      if (!server || JSON.stringify(server) !== entry.key) void end(name, entry);
    }
    if (closed) return [];
    return servers.map(([name, server]) => [
      name,
      entries.get(name)?.connection ?? begin(name, server),
    ]);
  };

  return {
    async tools() {
      const listed = await Promise.all(
        reconcile().map(async ([name, connection]) => ({
          name,
          connection,
          definitions: await connection.tools(),
        })),
      );
      const tools: Tool[] = [];
      const taken = new Set<string>();
      for (const { name: server, connection, definitions } of listed) {
        for (const definition of definitions) {
          const name = mcpToolName(server, definition.name, taken);
          tools.push(createMcpTool({ name, server, definition, connection, limits }));
        }
      }
      return tools;
    },

    status() {
      const taken = new Set<string>();
      return Object.entries(options.servers()).map(([name, { disabled }]) => {
        const connection = disabled ? undefined : entries.get(name)?.connection;
        if (!connection) return { name, state: disabled ? 'disabled' : 'idle', tools: [] };
        return {
          name,
          state: connection.state,
          ...(connection.error === undefined ? {} : { error: connection.error }),
          tools: connection.definitions.map((tool) => mcpToolName(name, tool.name, taken)),
        };
      });
    },

    async reconnect(name) {
      const entry = entries.get(name);
      if (entry) await end(name, entry);
      const found = reconcile().find(([other]) => other === name);
      await found?.[1].tools();
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

import type { SecretName, Settings } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import type { ResponseStore } from '../store/response-store.ts';
import { createMcpManager, type McpManager } from './mcp/mcp-manager.ts';
import { createAddressGuard } from './network/address-guard.ts';
import { createGuardedFetch } from './network/guarded-fetch.ts';
import type { Tool } from './tool.ts';
import { createBrowsers } from './tools/browser/browsers.ts';
import { createBrowserTools } from './tools/browser/create-browser-tools.ts';
import { cleanEnvironment } from './tools/clean-environment.ts';
import { createKnowledgeTools, createTools } from './tools/index.ts';
import { MemoryStore } from './tools/memory-store.ts';
import { ProcessRegistry } from './tools/processes.ts';
import { SkillStore } from './tools/skill-store.ts';
import { createWebExtractTool } from './tools/web-extract.ts';
import { createWebSearchTool } from './tools/web-search.ts';

export interface ToolboxParts {
  dataDir: string;
  homeDir: string;
  /** Folder of the built worker files. */
  workers: string;
  /** Our version, which MCP servers are told. */
  version: string;
  settings: () => Settings;
  /** The keys of search services. */
  secret: (name: SecretName) => string | undefined;
  /** Every secret value in force; none reaches what a tool starts. */
  knownSecrets: () => string[];
  /** What `session_search` looks through. */
  sessions: Pick<ResponseStore, 'search'>;
  logger: Logger;
}

/** The server tools of a host, what they share, and what they put into the prompt. */
export interface Toolbox {
  /** Every tool that can be used now, those included that the settings switch off. */
  tools(): Promise<Tool[]>;
  /** The memory as it enters the prompt: frozen per conversation. */
  memory(conversationId: string): Promise<string>;
  /** Names and descriptions of the skills, for the prompt. */
  skills(workspace: string): Promise<string>;
  readonly mcp: McpManager;
  /** Ends every process, browser and connection that tools started. */
  close(): Promise<void>;
}

/** Makes the tools of a host. Nothing is started or loaded before its first use. */
export function createToolbox(parts: ToolboxParts): Toolbox {
  const { dataDir, homeDir, workers, settings, knownSecrets, logger } = parts;
  const processes = new ProcessRegistry();
  const environment = (): NodeJS.ProcessEnv => process.env;
  const forPrograms = (): Record<string, string> => cleanEnvironment(environment(), knownSecrets());
  const own = createTools({
    places: { home: homeDir, dataDir },
    processes,
    workers,
    environment,
    secrets: knownSecrets,
  });
  const memory = new MemoryStore(dataDir);
  const skills = new SkillStore(dataDir);
  const knowledge = createKnowledgeTools({ memory, skills, sessions: parts.sessions });
  const guard = createAddressGuard(() => settings().agent.allowPrivateAddresses);
  const fetchPublic = createGuardedFetch(guard);
  // A search service is the person's choice, and often on their own network.
  const fetchAny = createGuardedFetch(createAddressGuard(() => true));
  const webExtract = createWebExtractTool({ fetch: fetchPublic, workers });
  const webSearch = (): Tool[] => {
    const { secret } = parts;
    const tool = createWebSearchTool({ settings: settings().agent, secret, fetch: fetchAny });
    return tool ? [tool] : [];
  };
  const browsers = createBrowsers({
    guard,
    environment: forPrograms,
    logger: logger.child('browser'),
  });
  const browser = createBrowserTools(browsers);
  const mcp = createMcpManager({
    servers: () => settings().mcpServers,
    environment: forPrograms,
    folder: homeDir,
    version: parts.version,
    logger: logger.child('mcp'),
  });
  return {
    tools: async () => [
      ...own,
      ...knowledge,
      ...webSearch(),
      webExtract,
      ...browser,
      ...(await mcp.tools()),
    ],
    memory: (conversationId) => memory.snapshot(conversationId),
    skills: (workspace) => skills.index(workspace),
    mcp,
    async close() {
      await Promise.all([
        processes.killAll(),
        browsers.close(),
        mcp.close(),
        fetchPublic.close(),
        fetchAny.close(),
      ]);
    },
  };
}

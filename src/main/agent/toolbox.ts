import path from 'node:path';
import type { SecretName, Settings } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import {
  createUserEnvironment,
  loginShellOfUser,
  type UserEnvironment,
} from '../system/environment/user-environment.ts';
import { memoize } from '../system/memoize.ts';
import type { ResponseStore } from '../store/response-store.ts';
import { createJudge } from './approvals/judge/judge.ts';
import type { Confinement } from './confinement/confinement.ts';
import { spawnConfinedServers } from './confinement/spawn-confined-server.ts';
import { isCredential, isSecretPlace } from './places/file-kinds.ts';
import { createMcpManager, type McpManager } from './mcp/mcp-manager.ts';
import type { Tool } from './tool.ts';
import {
  cleanEnvironment,
  variableFilter,
  type KeptBack,
} from './tools/terminal/clean-environment.ts';
import { createKnowledgeTools, createTools } from './tools/index.ts';
import { MemoryStore } from './tools/knowledge/memory-store.ts';
import type { ChatSender } from './tools/messaging/send.ts';
import type { TaskEditor } from './tools/tasks/tasks.ts';
import { createWebTools } from './tools/web/web-tools.ts';
import { ProcessRegistry } from './tools/terminal/processes.ts';
import { SkillStore } from './tools/knowledge/skill-store.ts';

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
  /** Names of the variables from which this program takes secrets; none reaches what a tool starts. */
  secretVariables: readonly string[];
  /** Whether we were started in a terminal, so that our environment is the person's own. */
  hasTerminal: boolean;
  /** Every secret value in force; none reaches what a tool starts. */
  knownSecrets: () => string[];
  confinement: Confinement;
  /** Absolute path of the folder the agent works in. */
  workspace: () => string;
  /** What the agent does by itself at given times. */
  tasks: TaskEditor;
  /** Chats that the agent may write to. */
  chats: ChatSender;
  /** What `session_search` looks through. */
  sessions: Pick<ResponseStore, 'search'>;
  logger: Logger;
}

/** The server tools of a host, what they share, and what they put into the prompt. */
export interface Toolbox {
  /** Every tool that can be used now, those included that the settings switch off. */
  tools(): Promise<Tool[]>;
  /** The memory as it is now, for the prompt of a conversation that begins. */
  memory(): Promise<string>;
  /** Names and descriptions of the skills, for the prompt. */
  skills(workspace: string): Promise<string>;
  readonly mcp: McpManager;
  /** Names of the MCP servers whose tools are not there yet, for they start for the first time. */
  startingServers(): string[];
  /** The environment of what tools start, before our secrets are taken out. */
  readonly userEnvironment: UserEnvironment;
  /** Ends every process, browser and connection that tools started. */
  close(): Promise<void>;
}

/** Makes the tools of a host. Nothing is started or loaded before its first use. */
export function createToolbox(parts: ToolboxParts): Toolbox {
  const { dataDir, homeDir, workers, settings, knownSecrets, confinement, logger } = parts;
  const processes = new ProcessRegistry();
  const judge = createJudge({ workerFile: path.join(workers, 'judge-worker.js') });
  const keptBack = (): KeptBack => ({
    variables: parts.secretVariables,
    secrets: knownSecrets(),
  });
  const withoutSecrets = (environment: NodeJS.ProcessEnv): Record<string, string> =>
    cleanEnvironment(environment, keptBack());
  const userEnvironment = createUserEnvironment({
    own: () => process.env,
    withoutSecrets,
    loginShell: loginShellOfUser,
    hasTerminal: parts.hasTerminal,
    platform: process.platform,
  });
  const environment = async (): Promise<Record<string, string>> =>
    withoutSecrets(await userEnvironment.ready());
  const own = createTools({
    processes,
    judge,
    workers,
    environment,
    variableFilter: () => variableFilter(keptBack()),
    confinement,
  });
  const memory = new MemoryStore(dataDir);
  const skills = new SkillStore(
    dataDir,
    (file) => isCredential(file) || isSecretPlace(file, homeDir),
  );
  const knowledge = createKnowledgeTools({
    memory,
    skills,
    sessions: parts.sessions,
    tasks: parts.tasks,
    chats: parts.chats,
  });
  const web = createWebTools({
    workers,
    settings: () => settings().agent,
    secret: parts.secret,
    environment,
    confinement,
    logger,
  });
  const mcp = createMcpManager({
    servers: () => settings().mcpServers,
    environment,
    callMs: () => settings().agent.mcpCallSeconds * 1000,
    folder: homeDir,
    spawn: spawnConfinedServers({
      confinement,
      workspace: parts.workspace,
      servers: () => settings().mcpServers,
    }),
    version: parts.version,
    logger: logger.child('mcp'),
  });
  /** Whether the wall is around the server of a tool: it was put there when the server was started. */
  const isConfined = (tool: string): boolean => {
    const name = mcp.status().find(({ tools }) => tools.includes(tool))?.name;
    const server = name === undefined ? undefined : settings().mcpServers[name];
    const here = server !== undefined && 'command' in server && server.confined !== false;
    return here && confinement.status.state === 'on';
  };
  /** What a server makes of a workspace is looked at after each call: it runs on. */
  const watched = memoize((tool: Tool): Tool => ({
    ...tool,
    async execute(args, context) {
      const { workspace, conversationId } = context;
      const settle = confinement.watch({ workspace, owner: conversationId });
      const result = await tool.execute(args, context);
      const taken = await settle();
      const output = taken.length > 0 ? `${result.output}\n[${taken.join(' ')}]` : result.output;
      return { ...result, output, confined: isConfined(tool.name) };
    },
  }));
  return {
    tools: async () => [
      ...own,
      ...knowledge,
      ...web.tools(),
      ...(await mcp.tools()).map((tool) => watched(tool)),
    ],
    memory: () => memory.snapshot(),
    skills: (workspace) => skills.index(workspace),
    mcp,
    startingServers: () =>
      mcp
        .status()
        .filter(({ state, tools, error }) => state === 'starting' && !error && tools.length === 0)
        .map(({ name }) => name),
    userEnvironment,
    async close() {
      await Promise.all([processes.killAll(), judge.close(), web.close(), mcp.close()]);
    },
  };
}

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { FixedCost } from '../shared/tools/fixed-cost.ts';
import { providerKeyName } from '../shared/providers.ts';
import type { Approvals } from './agent/approvals/approvals.ts';
import { createApprovals } from './agent/approvals/gate.ts';
import { createPresence } from './agent/approvals/presence.ts';
import { createChannels, type Channels } from './channels/channels.ts';
import { modelChoice } from './channels/model-choice.ts';
import type { Confinement } from './agent/confinement/confinement.ts';
import { createConfinement } from './agent/confinement/create-confinement.ts';
import { createCompression } from './agent/loop/compression.ts';
import { describeTool } from './agent/loop/call-tools.ts';
import { createAgent } from './agent/create-agent.ts';
import type { McpServerStatus } from './agent/mcp/mcp-manager.ts';
import { buildCorePrompt } from './agent/prompt/prompt.ts';
import { createToolbox, type Toolbox } from './agent/toolbox.ts';
import { fixedCostOf } from './agent/tools/on-demand/fixed-cost.ts';
import { createFileReader } from './documents/read-file-text.ts';
import type { LogBuffer } from './log/log-buffer.ts';
import type { Logger } from './log/logger.ts';
import type { Redactor } from './log/redactor.ts';
import { createModel, forgetService } from './model/create-model.ts';
import type { Model } from './model/model.ts';
import { openServiceMemory, type ServiceMemory } from './model/upstream/dialect/service-memory.ts';
import { embed } from './model/services/embeddings.ts';
import { reachabilityOf } from './model/services/reachability.ts';
import { Runs } from './runs/runs.ts';
import type { ResponseCore } from './server/routes/responses/response-core.ts';
import { createJsonParser } from './server/requests/json/parse-in-thread.ts';
import { describeRunError } from './server/errors/error-response.ts';
import { rebindOnChange } from './server/listening/rebind-on-change.ts';
import { createServerControl, type ServerControl } from './server/listening/server-control.ts';
import { secretVariables } from './settings/given/environment.ts';
import { knownSecrets } from './settings/secrets/known-secrets.ts';
import type { Secrets, SettingsStore } from './settings/settings-store.ts';
import { resolveWorkspace } from './settings/workspace.ts';
import { openResponseStore, storeUrl } from './store/open-response-store.ts';
import type { ResponseStore } from './store/response-store.ts';
import { createTasks, type Tasks } from './tasks/scheduler.ts';
import { TaskError } from './tasks/task-error.ts';

/** What an entry (desktop or headless) gives to the host. */
export interface HostOptions {
  /** Absolute; exists and is writable. */
  dataDir: string;
  version: string;
  settings: SettingsStore;
  secrets: Secrets;
  logger: Logger;
  logs: LogBuffer;
  redactor: Redactor;
  /** Folder of the built worker files. */
  workers: string;
  /** What the approvals mode is when the person chose none; with `deny` there is nobody to ask. */
  defaultApprovals: 'ask' | 'deny';
  /** Whether we were started in a terminal: else the login shell is asked for the environment of programs. */
  hasTerminal: boolean;
}

/** Everything that runs behind the windows and the API. */
export interface Host {
  readonly dataDir: string;
  readonly version: string;
  readonly settings: SettingsStore;
  readonly secrets: Secrets;
  readonly logger: Logger;
  readonly logs: LogBuffer;
  readonly runs: Runs;
  readonly approvals: Approvals;
  readonly confinement: Confinement;
  readonly toolbox: Toolbox;
  /** How the MCP servers stand; what they say is without our keys. */
  mcpServers(): McpServerStatus[];
  /** What every request of a chat sends before the conversation, as the settings are now. */
  fixedCost(): Promise<FixedCost>;
  readonly store: ResponseStore;
  readonly tasks: Tasks;
  readonly channels: Channels;
  readonly server: ServerControl;
  /** The model in force; a new one after a change of its settings. */
  model(): Model;
  /** The key of the model service in force. */
  providerKey(): string | undefined;
  /** Ends server, runs, tools and store, in that order. */
  close(): Promise<void>;
}

/**
 * Composes a host from its parts: settings → store → model → agent → runs → server. Nothing listens
 * before `server.start()`.
 */
export function createHost(options: HostOptions): Host {
  const { dataDir, version, settings, secrets, logger, logs, workers } = options;
  const homeDir = homedir();
  const startedAt = Date.now();

  const store = openResponseStore({
    url: storeUrl(settings.current, dataDir),
    workers,
    logger: logger.child('store'),
    maxStoredResponses: () => settings.current.server.maxStoredResponses,
  });
  const providerKey = (): string | undefined => {
    const name = providerKeyName(settings.current.model.provider);
    return name && secrets.get(name);
  };
  const serviceMemory = openServiceMemory({
    file: path.join(dataDir, 'services.json'),
    warn: (message, error) => logger.child('model').warn(message, { error }),
  });
  const model = modelInForce(options, providerKey, serviceMemory);
  const approvals = createApprovals({
    mode: () => settings.current.agent.approvals ?? options.defaultApprovals,
    alwaysAllowed: () => settings.current.agent.alwaysAllow,
    saveAlways: (rules) => {
      const alwaysAllow = [...new Set([...settings.current.agent.alwaysAllow, ...rules])];
      settings.update({ agent: { alwaysAllow } });
    },
    presence: createPresence({
      window: options.defaultApprovals === 'ask',
      possible: () =>
        channels.connected() ||
        (secrets.get('apiKey') !== undefined && server.state.status === 'running'),
    }),
    logger: logger.child('approvals'),
  });
  const confinement = createConfinement({
    platform: process.platform,
    home: homeDir,
    dataDir,
    environment: () => process.env,
    settings: () => settings.current.agent,
    logger: logger.child('confinement'),
  });
  // Whoever switches it on wants to know whether it can be had.
  settings.onChange((next, previous) => {
    if (next.agent.confinement !== previous.agent.confinement) void confinement.ready();
  });
  const tasks = createTasks({
    rows: store.tasks,
    owner: 'owner',
    startRun: (work, origin) => runs.start(work, origin),
    deliverToChat: (chat, text) => channels.send(chat, text),
    marker: settings.current.server.databaseUrl ? undefined : path.join(dataDir, 'has-tasks'),
    now: Date.now,
    logger: logger.child('tasks'),
  });
  const toolbox = createToolbox({
    confinement,
    chats: {
      send: (chat, markdown) => channels.send(chat, markdown),
      sendFile: (chat, named, caption) => channels.sendFile(chat, named, caption),
    },
    tasks: { ...tasks, isRefusal: (error) => error instanceof TaskError },
    workspace: () => resolveWorkspace(settings.current, homeDir),
    dataDir,
    homeDir,
    workers,
    version,
    settings: () => settings.current,
    secret: (name) => secrets.get(name),
    secretVariables,
    hasTerminal: options.hasTerminal,
    knownSecrets: () => knownSecrets(settings.current, secrets),
    sessions: store,
    logger: logger.child('tools'),
  });
  const mark = (): string => markOf(secrets.get('apiKey') ?? dataDir);
  const warn = (message: string, error: unknown): void =>
    logger.child('agent').warn(message, { error });
  const runs = new Runs({
    agent: createAgent({
      settings: () => settings.current,
      model,
      approvals,
      toolbox,
      workspace: () => resolveWorkspace(settings.current, homeDir),
      folders: { home: homeDir, dataDir },
      placesOf: confinement.places,
      turns: store.turns,
      compression: (current) => createCompression(current, warn),
      texts: store.texts,
      mark,
      redactKeys: (text) => options.redactor.redactKnown(text),
      now: () => new Date(),
      warn,
    }),
    describeError: (error, context) => {
      const { message, ...rest } = describeRunError(error, context);
      // Some model services repeat the key that they refuse.
      const described = { ...rest, message: options.redactor.redactKnown(message) };
      const code = described.cause?.code ?? described.code;
      const level = code === 'internal_error' ? 'error' : 'warn';
      logger.child('runs')[level](`A run failed: ${described.message}`, { error });
      return described;
    },
    limits: () => settings.current.server,
    modelName: () => model().name,
  });
  const mcpServers = (): McpServerStatus[] =>
    toolbox.mcp.status().map((server) => redactWords(server, options.redactor));
  let core: Promise<ResponseCore> | undefined;
  const responseCore = (): Promise<ResponseCore> =>
    (core ??= import('./server/routes/responses/response-core.ts').then(({ createResponseCore }) =>
      createResponseCore({ runs, store }),
    ));
  const server = createServerControl({
    settings,
    apiKey: () => secrets.get('apiKey'),
    runs,
    logger: logger.child('server'),
    createApp: async (binding) => {
      const { createApp } = await import('./server/app.ts');
      return createApp({
        ...binding,
        settings: () => settings.current,
        apiKey: () => secrets.get('apiKey'),
        runs,
        approvals,
        forgetConversation: (conversationId) => {
          approvals.forget(conversationId);
          confinement.forget(conversationId).catch((error: unknown) => {
            warn('The private files of a deleted conversation could not be removed', error);
          });
        },
        store,
        tasks,
        core: await responseCore(),
        redactor: options.redactor,
        readFile: createFileReader(workers),
        parseLargeJson: createJsonParser(workers),
        embed: (request, signal) =>
          embed(
            request,
            {
              settings: settings.current.model,
              apiKey: providerKey(),
              redactKeys: (text) => options.redactor.redactKnown(text),
            },
            signal,
          ),
        logger: logger.child('server'),
        version,
        confinement: () => confinement.ready(),
        startedAt,
        mcpServers,
        reachability: (signal) => reachabilityOf(settings.current.model, providerKey(), signal),
      });
    },
  });
  let trial: NodeJS.Immediate | undefined;
  server.onChange(({ status }) => {
    if (status !== 'running') return;
    // Whoever started the server hears of it first: reading what a wall must hold takes a while.
    trial = setImmediate(() => void confinement.ready());
    // They stay when the server stops.
    channels.start();
  });
  const channels = createChannels({
    settings,
    secrets,
    records: store.channels,
    answers: store.chats,
    approvals,
    model: modelChoice({ settings, model, providerKey }),
    agents: () => [settings.current.server.modelId],
    readFile: createFileReader(workers),
    sendableFolders: async () => [await realpath(resolveWorkspace(settings.current, homeDir))],
    openTurns: async () => (await responseCore()).namedTurns(() => settings.current),
    logger: logger.child('channels'),
  });
  tasks.start();
  const ends = [rebindOnChange(options, server), startPrograms(options, server, toolbox)];

  return {
    dataDir,
    version,
    settings,
    secrets,
    logger,
    logs,
    runs,
    approvals,
    confinement,
    toolbox,
    mcpServers,
    async fixedCost() {
      const { agent, mcpServers: servers } = settings.current;
      const tools = await toolbox.tools();
      return fixedCostOf({
        core: buildCorePrompt({ tools: 'acts', mark: mark() }),
        tools: tools.filter(({ name }) => !agent.disabledTools.includes(name)),
        alwaysOffered: agent.alwaysOffered,
        servers: Object.keys(servers),
        describe: describeTool,
      });
    },
    store,
    tasks,
    channels,
    server,
    model,
    providerKey,
    async close() {
      clearImmediate(trial);
      for (const end of ends) end();
      await channels.close();
      await server.stop();
      const noMoreTasks = tasks.stop();
      await runs.drain(0, 'server_stopped');
      await noMoreTasks;
      await toolbox.close();
      await confinement.close();
      await store.close();
      await serviceMemory.flush();
    },
  };
}

/**
 * The model for the present settings, made anew only when they change. What was learned of its service
 * is forgotten then: a change may be what makes it take more.
 */
function modelInForce(
  { settings, secrets, logger }: HostOptions,
  providerKey: () => string | undefined,
  memory: ServiceMemory,
): () => Model {
  let current: Model | undefined;
  settings.onChange((next, previous) => {
    if (JSON.stringify(next.model) === JSON.stringify(previous.model)) return;
    for (const changed of [previous, next]) forgetService(memory, changed.model);
    current = undefined;
  });
  secrets.onChange((name) => {
    const { model } = settings.current;
    if (name === providerKeyName(model.provider)) forgetService(memory, model);
    current = undefined;
  });
  return () =>
    (current ??= createModel(settings.current.model, providerKey(), {
      memory,
      logger: logger.child('model'),
    }));
}

/** What a server says of itself may repeat a key it was given. */
function redactWords(
  server: McpServerStatus,
  { redactKnown }: Pick<Redactor, 'redactKnown'>,
): McpServerStatus {
  const { error, words } = server;
  return {
    ...server,
    ...(error === undefined ? {} : { error: redactKnown(error) }),
    ...(words === undefined ? {} : { words: redactKnown(words) }),
  };
}

/**
 * What is to be ready before a person asks for it starts once our server listens, without holding
 * that up: the environment of programs is read, and MCP servers start in it. They follow the settings
 * from then on; those that failed are tried again when the environment is another.
 */
function startPrograms(
  { settings }: HostOptions,
  server: ServerControl,
  { mcp, userEnvironment }: Pick<Toolbox, 'mcp' | 'userEnvironment'>,
): () => void {
  const ends = [
    server.onChange(({ status }) => {
      if (status !== 'running') return;
      void userEnvironment.ready();
      mcp.start();
    }),
    userEnvironment.onChange(() => {
      if (!userEnvironment.source.reading) mcp.retryFailed();
    }),
    settings.onChange((next, previous) => {
      const changed = JSON.stringify(next.mcpServers) !== JSON.stringify(previous.mcpServers);
      if (changed && server.state.status === 'running') mcp.start();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** A word that the model knows our blocks by; it tells nothing of the key that it is made from. */
function markOf(secret: string): string {
  return createHash('sha256').update(`context mark ${secret}`).digest('hex').slice(0, 8);
}

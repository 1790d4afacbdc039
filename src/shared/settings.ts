import { z } from 'zod';
import { channelSettings, telegramSettings } from './settings-parts/channels.ts';
import { httpUrl, oneOf, wholeNumber } from './settings-parts/fields.ts';

/**
 * Every setting of Hermes Tray: one schema for the settings file, the windows, the environment and
 * the command line. Secrets (keys, tokens, headers) are not settings; see `secretNames`.
 * Each field's description is what the settings window shows.
 */

const port = z
  .int('Port must be a whole number')
  .min(0, 'Port must be between 0 and 65535')
  .max(65535, 'Port must be between 0 and 65535');

const hostName = z
  .string()
  .trim()
  .min(1, 'Host must not be empty')
  .regex(/^[\w.:[\]-]+$/, 'Host must be a host name or an IP address, without http:// or a path');

const origin = z
  .string()
  .trim()
  .regex(
    /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/\s]+)$/i,
    'Origin must look like https://example.com, without a path',
  );

const serverSettings = z.object({
  host: hostName
    .default('127.0.0.1')
    .describe('Address to listen on. 127.0.0.1: this computer only. 0.0.0.0: the network.'),
  port: port.default(8642).describe('Port to listen on. 0 takes a free one.'),
  modelId: z
    .string()
    .trim()
    .min(1, 'Model id must not be empty')
    .max(200)
    .default('hermes-agent')
    .describe('The model id that clients see.'),
  extraHosts: z
    .array(hostName)
    .default([])
    .describe('Further names under which clients may reach this server (Host header).'),
  allowedOrigins: z
    .array(origin)
    .default([])
    .describe(
      'Web origins that may call. Empty: any with the key, none without. Jan and other apps: tauri://localhost.',
    ),
  bodyLimitMiB: wholeNumber('Body limit', 1, 1024)
    .default(32)
    .describe('Largest request body, in MiB.'),
  maxMessages: wholeNumber('Message limit', 1, 1_000_000)
    .default(20_000)
    .describe('Most messages or items in one request.'),
  headerTimeoutSeconds: wholeNumber('Header timeout', 1, 600)
    .default(20)
    .describe('How long a client may take to send its headers.'),
  bodyTimeoutSeconds: wholeNumber('Body timeout', 1, 3600)
    .default(120)
    .describe('How long a client may take to send a whole request.'),
  keepaliveSeconds: wholeNumber('Keepalive', 1, 600)
    .default(10)
    .describe('A comment is sent on a stream after so many seconds of silence.'),
  disconnectGraceSeconds: wholeNumber('Disconnect grace', 0, 86_400)
    .default(0)
    .describe('How long a run goes on after its client has gone. 0 stops it at once.'),
  maxConcurrentRuns: wholeNumber('Runs at once', 1, 1000)
    .default(10)
    .describe('Runs at the same time; more wait in the queue.'),
  maxQueuedRuns: wholeNumber('Queue length', 0, 10_000)
    .default(32)
    .describe('Runs that may wait. More are answered with 429.'),
  maxStoredResponses: wholeNumber('Stored responses', 1, 10_000_000)
    .default(10_000)
    .describe('Responses kept, most recently used first.'),
  databaseUrl: z
    .string()
    .trim()
    .refine((text) => text === '' || /^(libsql|https?|wss?|file):/i.test(text), {
      message: 'Database URL must start with libsql:, https:, http:, wss:, ws: or file:',
    })
    .default('')
    .describe('A libSQL server for several hosts. Empty: a file in the data folder.'),
});

const toolActivityModes = ['reasoning', 'off', 'content'] as const;

const streamingSettings = z.object({
  enabled: z.boolean().default(true).describe('Send the answer piece by piece as it is written.'),
  apiServer: oneOf('Streaming for API clients', ['follow', 'on', 'off'])
    .default('follow')
    .describe('Streaming for API clients: follow the master switch, or always on or off.'),
  toolActivity: oneOf('Tool activity', toolActivityModes)
    .default('reasoning')
    .describe(
      'Where a client sees what the tools do: in its thinking area, nowhere, or in the text.',
    ),
  serverCalls: oneOf('Tool calls in responses', ['auto', 'shown', 'hidden'])
    .default('auto')
    .describe(
      'Responses API: calls of the agent’s tools are part of the output where the client copes with them, always, or never.',
    ),
  heartbeat: z
    .boolean()
    .default(true)
    .describe('While a tool runs, keep clients awake with empty pieces of thinking.'),
  telegram: oneOf('Streaming for Telegram', ['follow', 'on', 'off'])
    .default('follow')
    .describe('Streaming in Telegram: follow the master switch, or always on or off.'),
  editInterval: z
    .number()
    .min(0.5, 'Edit interval must be at least 0.5')
    .max(60, 'Edit interval must be at most 60')
    .default(1.5)
    .describe('Chat apps: seconds between two edits of a message that grows.'),
  minTokens: wholeNumber('Minimum tokens', 1, 10_000)
    .default(20)
    .describe('Chat apps: tokens before an answer is first shown.'),
});

/** The model services with a preset, and `custom` for any other. */
export const providerIds = [
  'demo',
  'ollama',
  'lmstudio',
  'llamacpp',
  'jan',
  'openai',
  'openrouter',
  'nous',
  'custom',
] as const;
/** One of {@link providerIds}. */
export type ProviderId = (typeof providerIds)[number];

/** Which model service the agent calls, and how. */
export const modelSettings = z.object({
  provider: oneOf('Provider', providerIds)
    .default('demo')
    .describe('The model service the agent calls.'),
  baseUrl: httpUrl.default('').describe('Address of the model service, ending in /v1 as a rule.'),
  model: z.string().trim().max(500).default('').describe('The model to use at the provider.'),
  embeddingModel: z
    .string()
    .trim()
    .max(500)
    .default('')
    .describe(
      'The model of the provider that makes embeddings where a client names none of its own.',
    ),
  contextWindow: wholeNumber('Context window', 1024, 100_000_000)
    .default(128_000)
    .describe('Tokens the model can read.'),
  api: oneOf('API', ['auto', 'chat', 'responses'])
    .default('auto')
    .describe(
      'How the service is asked: auto (as it wants to be), chat completions, or the Responses API.',
    ),
  firstByteTimeoutSeconds: wholeNumber('First-byte wait', 1, 3600)
    .default(120)
    .describe('How long the model service may take to begin its answer.'),
  betweenChunksTimeoutSeconds: wholeNumber('Between-chunks wait', 1, 3600)
    .default(120)
    .describe('How long the model service may pause within an answer.'),
});

const approvalModeNames = ['ask', 'deny', 'allow'] as const;

/** What the agent may do, and with what. */
export const agentSettings = z.object({
  workspace: z
    .string()
    .trim()
    .regex(/^($|~|\/|[a-z]:[\\/]|\\\\)/i, 'Workspace must be a full path, or start with ~')
    .default('')
    .describe('The folder in which the agent works. Empty: "Hermes" in your home folder.'),
  maxIterations: wholeNumber('Iterations', 1, 10_000)
    .default(90)
    .describe('Model calls in one run at most.'),
  approvals: oneOf('Approvals', approvalModeNames)
    .optional()
    .describe(
      'What happens before a dangerous action: ask, deny or allow. Unset: ask in the desktop app, deny headless.',
    ),
  alwaysAllow: z
    .array(z.string())
    .default([])
    .describe('Actions that need no more asking ("Always allow this").'),
  disabledTools: z.array(z.string()).default([]).describe('Tools that are switched off.'),
  confinement: oneOf('Confinement', ['auto', 'required', 'off'])
    .default('auto')
    .describe(
      'The wall around what the agent starts: where it can be had (auto), nothing runs without it (required), or none (off).',
    ),
  network: oneOf('Network', ['open', 'listed', 'none'])
    .default('open')
    .describe(
      'What programs inside the wall reach: any host (open), those of networkHosts by a proxy (listed), or none.',
    ),
  networkHosts: z
    .array(z.string().trim().min(1, 'Must not be empty'))
    .default([])
    .describe(
      'Hosts that programs inside the wall reach with network "listed": example.org, *.example.org for all names below it.',
    ),
  letIn: z
    .array(z.string().trim().min(1, 'Must not be empty'))
    .default([])
    .describe(
      'Secrets that programs inside the wall may use, by name: ~/.npmrc, ~/.ssh, GITHUB_TOKEN; and protected files of the workspace that they may change: .git/config.',
    ),
  alwaysOffered: z
    .array(z.string())
    .default([])
    .describe(
      'Groups of tools that the model is told of in every request: browser, process, todo, sessions, skills, mcp, mcp:<server>. It finds the others when it needs them.',
    ),
  lightRequests: z
    .boolean()
    .default(true)
    .describe('Answer requests for titles and tags by one plain model call without tools.'),
  rememberTurns: z
    .boolean()
    .default(true)
    .describe(
      'Give the model back what its tools found in earlier turns of a chat, which chat clients do not send. Kept for 30 days.',
    ),
  webSearchProvider: oneOf('Web search provider', ['none', 'searxng', 'brave', 'tavily', 'exa'])
    .default('none')
    .describe('Who searches the web for the agent.'),
  searxngUrl: httpUrl.default('').describe('Address of your SearXNG instance.'),
  mcpCallSeconds: wholeNumber('MCP call limit', 1, 86_400)
    .default(300)
    .describe('Seconds a tool of an MCP server may take without telling of progress.'),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe('Let web tools reach addresses of this computer and the local network.'),
});

/** One MCP server as in the usual `mcpServers` object; header values and env may hold secrets. */
export const mcpServer = z.union([
  z.object({
    command: z.string().min(1),
    args: z.array(z.string()).default([]),
    env: z.record(z.string(), z.string()).default({}),
    cwd: z.string().optional(),
    disabled: z.boolean().default(false),
    confined: z.boolean().optional(),
  }),
  z.object({
    url: z.string().regex(/^https?:\/\//i, 'MCP server URL must start with http:// or https://'),
    headers: z.record(z.string(), z.string()).default({}),
    disabled: z.boolean().default(false),
  }),
]);
/** An MCP server, over pipes or over HTTP. */
export type McpServer = z.output<typeof mcpServer>;

/** All MCP servers by their names, which their tools begin with. */
export const mcpServers = z.record(
  z.string().regex(/^[\w-]{1,40}$/, 'MCP server names are letters, digits, - and _'),
  mcpServer,
);

/** From the most talkative to the most silent. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

const appSettings = z.object({
  startAtLogin: z.boolean().default(false).describe('Open Hermes Tray when you log in.'),
  startServerOnLaunch: z.boolean().default(true).describe('Start the server with the app.'),
  updates: oneOf('Updates', ['auto', 'notify', 'off'])
    .default('notify')
    .describe('Install updates, tell about them, or never look.'),
  noTraySeen: z
    .boolean()
    .default(false)
    .describe('The window has said that this desktop shows no tray icon.'),
  theme: oneOf('Theme', ['system', 'light', 'dark']).default('system').describe('Light or dark.'),
  logLevel: oneOf('Log level', logLevels).default('info').describe('How much is logged.'),
});

/** All settings; what is left out has its default. */
export const settingsSchema = z.object({
  server: serverSettings.prefault({}),
  streaming: streamingSettings.prefault({}),
  model: modelSettings.prefault({}),
  agent: agentSettings.prefault({}),
  mcpServers: mcpServers.default({}),
  channels: channelSettings.prefault({}),
  telegram: telegramSettings.prefault({}),
  app: appSettings.prefault({}),
});

/** All settings with their values. */
export type Settings = z.output<typeof settingsSchema>;

/**
 * A change to some settings: sections and fields left out stay as they are, a field that is present
 * but undefined goes back to its default. MCP servers are replaced as a whole.
 */
export type SettingsPatch = {
  [Section in keyof Settings]?: Section extends 'mcpServers'
    ? Settings[Section]
    : Partial<Settings[Section]>;
};

/** The fields of a section without their defaults, so that parsing fills nothing in. */
export function bareFields(section: z.ZodObject): Record<string, z.ZodType> {
  const fields = Object.entries(section.shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.removeDefault() : field,
  ]);
  return Object.fromEntries(fields) as Record<string, z.ZodType>;
}

/** The sections with fields of fixed names, that is all but `mcpServers`. */
export const settingsSections = {
  server: serverSettings,
  streaming: streamingSettings,
  model: modelSettings,
  agent: agentSettings,
  channels: channelSettings,
  telegram: telegramSettings,
  app: appSettings,
} as const;

/** Parses a change that comes from outside. Unknown sections and fields are refused. */
export const settingsPatchSchema = z.strictObject({
  ...Object.fromEntries(
    Object.entries(settingsSections).map(([name, section]) => [
      name,
      z.strictObject(bareFields(section)).partial().optional(),
    ]),
  ),
  mcpServers: mcpServers.optional(),
}) as unknown as z.ZodType<SettingsPatch>;

/** A setting the window cannot change, and the variable or flag that sets it. */
export interface LockedSetting {
  /** Dotted path: `server.port`, or `secret.apiKey`. */
  path: string;
  source: 'environment' | 'flag';
  /** `API_SERVER_PORT` or `--port`. */
  name: string;
}

/**
 * Values that are kept apart from the settings, encrypted where the system can. Each model service
 * has a key of its own: none is ever sent to another service.
 */
export const secretNames = [
  'apiKey',
  'ollamaKey',
  'lmstudioKey',
  'llamacppKey',
  'janKey',
  'openaiKey',
  'openrouterKey',
  'nousKey',
  'customKey',
  'braveKey',
  'tavilyKey',
  'exaKey',
  'telegramToken',
] as const;
/** One of {@link secretNames}. */
export type SecretName = (typeof secretNames)[number];

/** What a secret must be to fit into an HTTP header. An empty one stands for none. */
export const secretValue = z
  .string()
  .trim()
  .max(4096, 'A key has at most 4096 characters')
  .regex(/^[\x21-\x7e]*$/, 'A key has no spaces and only plain characters');

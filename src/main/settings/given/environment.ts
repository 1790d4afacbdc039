import { holdsSecret, readOverrides, type Overrides, type PathContext } from './overrides.ts';

/** What variables set, the first name that is set counting: path, names. */
export const environmentVariables: readonly (readonly [path: string, ...names: string[]])[] = [
  ['app.startServerOnLaunch', 'API_SERVER_ENABLED', 'HTTP_SERVER_ENABLED'],
  ['server.host', 'API_SERVER_HOST', 'HTTP_SERVER_HOST'],
  ['server.port', 'API_SERVER_PORT', 'HTTP_SERVER_PORT'],
  ['secret.apiKey', 'API_SERVER_KEY', 'HTTP_SERVER_KEY'],
  ['streaming.enabled', 'HERMES_STREAMING_ENABLED'],
  ['model.model', 'HERMES_MODEL', 'LLM_MODEL'],
  ['model.contextWindow', 'HERMES_CONTEXT_WINDOW'],
  ['model.baseUrl', 'OPENAI_BASE_URL'],
  ['secret.openaiKey', 'OPENAI_API_KEY'],
  ['secret.customKey', 'OPENAI_API_KEY'],
  ['agent.maxIterations', 'HERMES_MAX_ITERATIONS'],
  ['agent.workspace', 'HERMES_WORKSPACE'],
  ['agent.approvals', 'HERMES_APPROVALS'],
  ['agent.confinement', 'HERMES_CONFINEMENT'],
  ['server.databaseUrl', 'HERMES_DATABASE_URL'],
  ['server.maxConcurrentRuns', 'HERMES_MAX_CONCURRENT_RUNS'],
  ['mcpServers', 'HERMES_MCP_SERVERS'],
  ['channels.busy', 'HERMES_BUSY'],
  ['secret.telegramToken', 'TELEGRAM_BOT_TOKEN'],
  ['telegram.apiRoot', 'TELEGRAM_API_ROOT'],
  ['telegram.allowedUsers', 'TELEGRAM_ALLOWED_USERS'],
  ['telegram.allowAllUsers', 'TELEGRAM_ALLOW_ALL_USERS'],
  ['telegram.replyToMode', 'TELEGRAM_REPLY_TO_MODE'],
  ['dataDir', 'HERMES_DATA_DIR'],
];

/** The variables among them that hold a secret: none reaches what a tool starts. */
export const secretVariables: readonly string[] = environmentVariables.flatMap(
  ([path, ...names]) => (holdsSecret(path) ? names : []),
);

/**
 * Settings from the environment (API contract, "Settings from the environment"). A variable that is
 * empty counts as not set, as container tools pass on empty ones.
 * @throws {SettingsError} naming each bad variable, its value unless that may be secret, and what is allowed.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, context: PathContext): Overrides {
  const given = environmentVariables.flatMap(([path, ...names]) => {
    const name = names.find((candidate) => env[candidate]?.trim());
    return name ? [{ name, path, text: env[name] ?? '' }] : [];
  });
  return readOverrides('environment', given, context);
}

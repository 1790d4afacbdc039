import path from 'node:path';

/**
 * Variables in which this program takes its own keys (docs/api.md), and
 * settings that may carry one: a database URL, the headers of MCP servers.
 */
const ownKeys =
  /^(API_SERVER_KEY|HTTP_SERVER_KEY|OPENAI_API_KEY|BRAVE_API_KEY|TAVILY_API_KEY|EXA_API_KEY|HERMES_\w*(KEY|TOKEN|SECRET|PASSWORD)\w*|HERMES_DATABASE_URL|HERMES_MCP_SERVERS)$/i;

/**
 * Variables that steer the runtime we run in and would steer a Node or Electron program of the user's,
 * and those by which Bash runs or means something else than what a command says.
 */
const runtimeVariables =
  /^(ELECTRON_\w+|NODE_OPTIONS|NODE_CHANNEL_FD|CHROME_DESKTOP|BASH_ENV|ENV|BASH_FUNC_.*|BASHOPTS|SHELLOPTS|PROMPT_COMMAND|CDPATH|GLOBIGNORE)$/;

/** Values shorter than this are no secrets: "1" or "true" must not empty the environment. */
const shortestSecret = 6;

/** What makes programs wait for a person, page their output or colour it; there is nobody to answer. */
const unattended = {
  TERM: 'dumb',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  DEBIAN_FRONTEND: 'noninteractive',
};

/**
 * The environment for a command of the agent: the user's own, without our keys, without any
 * variable that holds one of `secrets`, and without what an AppImage put into it for itself.
 */
export function cleanEnvironment(
  environment: NodeJS.ProcessEnv,
  secrets: Iterable<string>,
): Record<string, string> {
  const known = [...secrets].filter((secret) => secret.length >= shortestSecret);
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || ownKeys.test(name) || runtimeVariables.test(name)) continue;
    if (known.some((secret) => value.includes(secret))) continue;
    clean[name] = value;
  }
  return { ...withoutAppImage(clean), ...unattended };
}

/** An AppImage puts its own folder in front of the search paths; other programs break on its libraries. */
function withoutAppImage(environment: Record<string, string>): Record<string, string> {
  const { APPDIR: folder } = environment;
  if (!folder) return environment;
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD'].includes(name)) continue;
    if (!value.includes(folder)) clean[name] = value;
    else {
      const kept = value.split(path.delimiter).filter((part) => !part.startsWith(folder));
      if (kept.join('') !== '') clean[name] = kept.join(path.delimiter);
    }
  }
  return clean;
}

import path from 'node:path';

/** Variables that look like a key of this program, whether or not it reads them. */
const looksOwn = /^HERMES_\w*(KEY|TOKEN|SECRET|PASSWORD)/i;

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

/** What of our own must not reach a command. */
export interface KeptBack {
  /** Names of the variables from which this program takes secrets; their case does not matter. */
  variables: Iterable<string>;
  /** The secrets themselves: no variable of any name may hold one. */
  secrets: Iterable<string>;
}

/**
 * The environment for a command of the agent: the user's own, without our keys and without what an
 * AppImage put into it for itself.
 */
export function cleanEnvironment(
  environment: NodeJS.ProcessEnv,
  keptBack: KeptBack,
): Record<string, string> {
  const mayPass = variableFilter(keptBack);
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && mayPass(name, value)) clean[name] = value;
  }
  return { ...withoutAppImage(clean), ...unattended };
}

/** Whether a variable may be in the environment of a command. */
export type VariableFilter = (name: string, value: string) => boolean;

/** Lets through what is not kept back. */
export function variableFilter({ variables, secrets }: KeptBack): VariableFilter {
  const own = new Set([...variables].map((name) => name.toUpperCase()));
  const known = [...secrets].filter((secret) => secret.length >= shortestSecret);
  return (name, value) =>
    !runtimeVariables.test(name) &&
    !own.has(name.toUpperCase()) &&
    !looksOwn.test(name) &&
    !known.some((secret) => value.includes(secret));
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

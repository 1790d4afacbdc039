import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { mergeEnvironment } from './merge-environment.ts';
import { readLoginShell } from './login-shell.ts';

/** Where an environment comes from. */
export interface EnvironmentSource {
  /** `own`: the one we were started with. `shell`: what the login shell's files add to that. */
  from: 'own' | 'shell';
  /** The shell that was read; null where none is to be read. */
  shell: string | null;
  /** Why the shell could not be read, or not the one the person has; null when all is well. */
  problem: string | null;
  /** Whether it is being read now. */
  reading: boolean;
  /** The folders in which programs are sought, in order. */
  path: string[];
  /** Names of the variables that the shell added or changed. */
  added: string[];
}

/** The environment in which a person's programs run, as in their terminal. */
export interface UserEnvironment {
  /** As it is known now. */
  readonly current: NodeJS.ProcessEnv;
  readonly source: EnvironmentSource;
  /** The same once it was read for the first time; begins to read it if nobody has. Never rejects. */
  ready(): Promise<NodeJS.ProcessEnv>;
  /** Reads it anew. Resolves when that is done. Never rejects. */
  reload(): Promise<void>;
  /** Calls the listener on every change. Returns an unsubscribe function. */
  onChange(listener: () => void): () => void;
}

/** The environment for programs that the agent starts, without our secrets; asked for at each start. */
export type ProgramEnvironment = () => Promise<Record<string, string>> | Record<string, string>;

export interface UserEnvironmentOptions {
  /** The environment we were started with. */
  own: () => NodeJS.ProcessEnv;
  /** Takes out of it what no program may see. */
  withoutSecrets: (environment: NodeJS.ProcessEnv) => Record<string, string>;
  /** The person's login shell by the system's list of users; undefined or empty where it has none. */
  loginShell: () => string | undefined;
  /** A terminal's environment is the shell's already. */
  hasTerminal: boolean;
  platform: NodeJS.Platform;
  /** For reading a shell, in milliseconds. */
  timeoutMs?: number;
}

/** How long a login shell may take, in milliseconds. */
const readWithinMs = 3_000;
/** Read where the person's own shell cannot be: /etc/profile and the like say something too. */
const otherShells = ['/bin/bash', '/usr/bin/bash', '/bin/sh'];

/** Makes the environment for one host. Nothing is started before it is asked for. */
export function createUserEnvironment(options: UserEnvironmentOptions): UserEnvironment {
  const { own, withoutSecrets, hasTerminal, platform, timeoutMs = readWithinMs } = options;
  const listeners = new Set<() => void>();
  const isRead = platform !== 'win32' && !hasTerminal;
  let current: NodeJS.ProcessEnv | undefined;
  let source: Omit<EnvironmentSource, 'reading' | 'path'> = {
    from: 'own',
    shell: null,
    problem: null,
    added: [],
  };
  let reading: Promise<void> | undefined;
  let wasRead = !isRead;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const read = async (): Promise<void> => {
    const { shell, problem } = chooseShell(own().SHELL || options.loginShell());
    try {
      const given = withoutSecrets(own());
      const told = await readLoginShell({ shell, environment: given, timeoutMs });
      const merged = mergeEnvironment(own(), given, told.environment);
      const added = Object.keys(merged).filter((name) => merged[name] !== own()[name]);
      current = merged;
      source = { from: 'shell', shell, problem: problem ?? told.problem, added: added.toSorted() };
    } catch (error) {
      // What was read before still serves better than nothing.
      source = { ...source, shell, problem: problem ?? (error as Error).message };
    }
  };

  const begin = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = undefined;
      wasRead = true;
      changed();
    });
    changed();
    return reading;
  };

  return {
    get current() {
      return current ?? own();
    },
    get source() {
      const folders = (this.current.PATH ?? this.current.Path ?? '').split(
        platform === 'win32' ? ';' : ':',
      );
      return { ...source, reading: reading !== undefined, path: folders.filter(Boolean) };
    },
    async ready() {
      if (!wasRead) await (reading ?? begin());
      return this.current;
    },
    async reload() {
      if (isRead) await begin();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether we were started in a terminal, be it that some of our output goes elsewhere. */
export function hasTerminal(): boolean {
  return [0, 1, 2].some((descriptor) => isatty(descriptor));
}

/** The login shell in the system's list of users; undefined for a user that is not in it. */
export function loginShellOfUser(): string | undefined {
  try {
    return userInfo().shell ?? undefined;
  } catch {
    // A container's user may have a number and no name.
    return undefined;
  }
}

/** The person's shell, or another where theirs cannot tell anything. */
function chooseShell(wanted: string | undefined): { shell: string; problem: string | null } {
  const other = otherShells.find(isExecutable) ?? '/bin/sh';
  if (!wanted) return { shell: other, problem: null };
  if (/\/(nologin|false|true)$/.test(wanted)) {
    return { shell: other, problem: `${wanted} lets nobody log in; ${other} was read instead` };
  }
  if (isExecutable(wanted)) return { shell: wanted, problem: null };
  return {
    shell: other,
    problem: `The login shell ${wanted} is not there; ${other} was read instead`,
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us.
    return false;
  }
}

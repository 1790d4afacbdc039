import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ProcessTable, treeMark } from '../processes/process-table.ts';
import { endTree } from '../processes/process-tree.ts';

/** A login shell that did not tell its environment; the message says why. */
export class LoginShellError extends Error {
  override readonly name = 'LoginShellError';
}

/** What a login shell tells. */
export interface LoginShellReading {
  /** Every variable it exports. */
  environment: Record<string, string>;
  /** Why its files for interactive use were not read; null when they were. */
  problem: string | null;
}

export interface LoginShellOptions {
  /** Absolute path of the shell. */
  shell: string;
  /** What it starts with; no secrets of ours. */
  environment: Record<string, string>;
  /** For all of it, in milliseconds. */
  timeoutMs: number;
}

/** How long the interactive shell has for itself before the plain one is asked as well, in milliseconds. */
const headStartMs = 1_000;
/** Characters of noise and environment together. */
const longestOutput = 4 * 2 ** 20;
/** How long what it wrote may still be on its way when it has ended, in milliseconds. */
const drainMs = 200;
/** Known to the frameworks of shells: to update or to open a terminal multiplexer is not for now. */
const quiet = {
  DISABLE_AUTO_UPDATE: 'true',
  ZSH_TMUX_AUTOSTART: 'false',
  ZSH_TMUX_AUTOSTARTED: 'true',
  TERM: 'dumb',
};

/**
 * Reads the environment that a login shell's own files make. They are read as for a terminal, since
 * what nvm, pyenv and others add stands in `.bashrc` and `.zshrc`, which many systems read no further
 * in a shell that is not interactive; yet nobody is there to interact: it has no terminal, and its
 * input is empty. Where that fails or takes long (it may become tmux, or another shell), the same
 * shell is asked without those files, and what it tells in time counts.
 * Whatever the shell started and left in its session ends with it.
 * @throws {LoginShellError} when neither tells it in time
 */
export async function readLoginShell(options: LoginShellOptions): Promise<LoginShellReading> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), options.timeoutMs);
  const interactive = ask(options, true, over.signal);
  const plain = askPlainly(options, interactive, over.signal);
  const settled = Promise.allSettled([interactive, plain]);
  try {
    return { environment: await interactive, problem: null };
  } catch (error) {
    const environment = await plain;
    if (!environment) throw error;
    const { message } = error as Error;
    return { environment, problem: `${message}. Its files for interactive use were left out` };
  } finally {
    clearTimeout(timer);
    over.abort();
    await settled;
  }
}

/** Undefined when it is not needed, or tells nothing either. */
async function askPlainly(
  options: LoginShellOptions,
  interactive: Promise<unknown>,
  signal: AbortSignal,
): Promise<Record<string, string> | undefined> {
  const told = interactive.then(
    () => true,
    () => false,
  );
  try {
    const headStart = delay(headStartMs, false, { signal });
    return (await Promise.race([told, headStart])) ? undefined : await ask(options, false, signal);
  } catch (error) {
    if (error instanceof LoginShellError || signal.aborted) return undefined;
    throw error;
  }
}

async function ask(
  { shell, environment, timeoutMs }: LoginShellOptions,
  interactive: boolean,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  signal.throwIfAborted();
  const marker = { begin: randomUUID(), end: randomUUID() };
  const mark = randomUUID();
  const { args, argv0 } = invocation(shell, marker, interactive);
  const child = spawn(shell, args, {
    argv0,
    env: { ...environment, ...quiet, [treeMark]: mark },
    // In a session of its own it has no terminal to read from, to write to, or to wait for.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-1_000);
  });
  const answer = new Promise<Record<string, string>>((resolve, reject) => {
    const fail = (reason: string): void => reject(new LoginShellError(reason));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const [, told, rest] = output.split(marker.begin + marker.end, 3);
      if (told !== undefined && rest !== undefined) resolve(variablesIn(told));
      else if (output.length > longestOutput) fail(`${shell} writes without end`);
    });
    child.on('error', (error) => fail(`${shell} could not be started: ${error.message}`));
    child.on('exit', (code) => {
      // Not when its pipes close: what it left in the background may hold them.
      setTimeout(() => {
        const said = (errors.trim() || output.trim()).split('\n').at(-1);
        fail(`${shell} ended with code ${code} and told nothing${said ? `: ${said}` : ''}`);
      }, drainMs).unref();
    });
    signal.addEventListener('abort', () =>
      fail(`${shell} did not tell its environment within ${timeoutMs / 1000} s`),
    );
  });
  let scope: 'session' | 'all' = 'all';
  try {
    const told = await answer;
    // An agent for keys that its files have started is meant to stay.
    scope = 'session';
    return told;
  } finally {
    child.stdout.destroy();
    child.stderr.destroy();
    if (child.pid !== undefined)
      await endTree(new ProcessTable(), { pid: child.pid, mark }, 0, scope);
  }
}

/**
 * A command that every shell understands alike, for fish and nu are no POSIX shells: a path and
 * plain quotes. Only `sh` sees what stands in them. Values are told apart by NUL, since they may
 * hold line feeds.
 */
function invocation(
  shell: string,
  { begin, end }: { begin: string; end: string },
  interactive: boolean,
): { args: string[]; argv0: string } {
  // In two parts, so that a shell that shows what it runs does not show the marker.
  const sign = `printf %s%s ${begin} ${end}`;
  const tell = `${sign}; /usr/bin/env -0 2>/dev/null || /usr/bin/env; ${sign}`;
  const command = `/bin/sh -c '${tell}'`;
  const name = path.basename(shell);
  const i = interactive ? ['-i'] : [];
  // They take -l only alone; a name that begins with a dash says the same.
  if (/^t?csh$/.test(name)) return { args: [...i, '-c', command], argv0: `-${name}` };
  if (/^(pwsh|powershell)/.test(name))
    return { args: ['-Login', '-Command', command], argv0: name };
  return { args: [...i, '-l', '-c', command], argv0: name };
}

function variablesIn(told: string): Record<string, string> {
  // An `env` that knows no -0 ends its lines with line feeds.
  const parts = told.includes('\0') ? told.split('\0') : told.split(/\n(?=[A-Za-z_]\w*=)/);
  const entries = parts.flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at), part.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(entries);
}

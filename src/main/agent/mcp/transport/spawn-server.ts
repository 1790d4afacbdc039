import type { ChildProcess } from 'node:child_process';
import spawn from 'cross-spawn';

/** How a server on this computer is to be started. */
export interface ServerCommand {
  /** The name of the server in the settings. */
  name: string;
  /** A program by its name or path, as in the settings. */
  command: string;
  args: string[];
  /** Absolute path of the folder it starts in. */
  cwd: string;
  /** All of its environment, PATH included. */
  env: Record<string, string>;
}

/**
 * Starts the process of a server with pipes for its input, output and errors. The one place where
 * that happens: what confines servers is put in here.
 */
export type SpawnServer = (command: ServerCommand) => ChildProcess | Promise<ChildProcess>;

/** Starts it as it stands, in a session of its own, so that a Ctrl+C meant for us does not end it. */
export const spawnServer: SpawnServer = ({ command, args, cwd, env }) =>
  spawn(command, args, {
    cwd,
    env,
    stdio: 'pipe',
    detached: process.platform !== 'win32',
    windowsHide: true,
  });

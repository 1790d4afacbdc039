import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { McpServer } from '../../../shared/settings.ts';
import {
  spawnServer,
  type ServerCommand,
  type SpawnServer,
} from '../mcp/transport/spawn-server.ts';
import type { Confinement } from './confinement.ts';

export interface ConfinedServers {
  confinement: Confinement;
  /** Absolute path of the folder that servers may change. */
  workspace: () => string;
  /** As the person has set them up. */
  servers: () => Readonly<Record<string, McpServer>>;
}

/** Starts MCP servers inside the wall, but for those that the person wants outside. */
export function spawnConfinedServers(parts: ConfinedServers): SpawnServer {
  return async (command) => {
    // Not tried outside: by then a program inside could have put something there.
    const missing = whyNotThere(command);
    if (missing !== undefined) throw spawnError(missing, command);
    const server = parts.servers()[command.name];
    const given = server && 'command' in server ? server : undefined;
    const workspace = parts.workspace();
    mkdirSync(workspace, { recursive: true });
    const { args, cwd, env: environment } = command;
    const enclosed = await parts.confinement.enclose(
      { file: command.command, args, cwd, environment },
      {
        workspace,
        owner: `mcp:${command.name}`,
        outside: given?.confined === false,
        // Many drive a browser.
        userNamespaces: true,
        open: [...(given?.cwd === undefined ? [] : [cwd]), ...placesIn(given?.args ?? [])],
        variables: Object.keys(given?.env ?? {}),
      },
    );
    const child = await spawnServer({
      ...command,
      command: enclosed.file,
      args: [...enclosed.args],
      cwd: enclosed.cwd,
      env: { ...enclosed.environment },
    });
    const release = (): void => void enclosed.release();
    child.once('close', release);
    child.once('error', release);
    return child;
  };
}

/** Folders that are private inside, so that what lies in the real ones is not there. */
const temporary = /^\/(tmp|var\/tmp|dev\/shm)\/./;

/**
 * What the person named in a server's command is meant for it: its program, or a folder it serves.
 * Only in temporary folders it would not be there; elsewhere the wall shows it, but for secrets.
 */
function placesIn(args: readonly string[]): string[] {
  return args
    .map((argument) => path.normalize(argument.replace(/^--?[\w-]+=/, '')))
    .filter((place) => temporary.test(place) && existsSync(place));
}

/** The error by which spawn(2) would refuse to start it; undefined where it would not. */
function whyNotThere({ command, cwd, env }: ServerCommand): 'ENOENT' | 'EACCES' | undefined {
  if (process.platform === 'win32') return undefined;
  const folders = command.includes('/') ? [cwd] : (env['PATH'] ?? '').split(':');
  const files = folders.map((folder) => path.resolve(folder, command)).filter(existsSync);
  if (files.length === 0) return 'ENOENT';
  return files.some(isExecutable) ? undefined : 'EACCES';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not to be run: perhaps the next one.
    return false;
  }
}

function spawnError(code: string, { command, args }: ServerCommand): NodeJS.ErrnoException {
  const syscall = `spawn ${command}`;
  const error = new Error(`${syscall} ${code}`);
  return Object.assign(error, { code, syscall, path: command, spawnargs: args });
}

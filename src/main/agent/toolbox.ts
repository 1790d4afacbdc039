import path from 'node:path';
import type { SecretName, Settings } from '../../shared/settings.ts';
import { secretNames } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import type { Tool } from './tool.ts';
import { KeyedMutex } from './tools/keyed-mutex.ts';
import { createProcessTool } from './tools/process.ts';
import { ProcessRegistry } from './tools/processes.ts';
import { createReadFileTool } from './tools/read-file.ts';
import { createSearchEngine, createSearchFilesTool } from './tools/search-files.ts';
import { createTerminalTool } from './tools/terminal.ts';
import { createWriteFileTool } from './tools/write-file.ts';

export interface ToolboxParts {
  dataDir: string;
  homeDir: string;
  /** Folder of the built worker files. */
  workers: string;
  settings: () => Settings;
  secrets: { get(name: SecretName): string | undefined };
  logger: Logger;
}

/** The server tools of a host, what they share, and what they put into the prompt. */
export interface Toolbox {
  /** Every tool that can be used now, those included that the settings switch off. */
  tools(): Promise<Tool[]>;
  /** The memory as it enters the prompt: frozen per conversation. */
  memory(conversationId: string): Promise<string>;
  /** Names and descriptions of the skills, for the prompt. */
  skills(workspace: string): Promise<string>;
  /** Ends every process, browser and connection that tools started. */
  close(): Promise<void>;
}

export function createToolbox(parts: ToolboxParts): Toolbox {
  const processes = new ProcessRegistry();
  const places = { home: parts.homeDir, dataDir: parts.dataDir };
  const secrets = (): string[] => secretNames.flatMap((name) => parts.secrets.get(name) ?? []);
  const edits = new KeyedMutex();
  const environment = (): NodeJS.ProcessEnv => process.env;
  const search = createSearchEngine(path.join(parts.workers, 'search-worker.js'), environment);
  const common = [
    createTerminalTool({ places, processes, environment, secrets }),
    createProcessTool(processes),
    createReadFileTool(places),
    createWriteFileTool(places, edits),
    createSearchFilesTool(places, search),
  ] as Tool[];
  return {
    tools: () => Promise.resolve(common),
    memory: () => Promise.resolve(''),
    skills: () => Promise.resolve(''),
    close: () => processes.killAll(),
  };
}

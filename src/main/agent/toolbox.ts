import type { SecretName, Settings } from '../../shared/settings.ts';
import { secretNames } from '../../shared/settings.ts';
import type { Logger } from '../log/logger.ts';
import type { Tool } from './tool.ts';
import { ProcessRegistry } from './tools/processes.ts';
import { createTerminalTool } from './tools/terminal.ts';
import { createProcessTool } from './tools/process.ts';

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
  const common = [
    createTerminalTool({ places, processes, environment: () => process.env, secrets }),
    createProcessTool(processes),
  ] as Tool[];
  return {
    tools: () => Promise.resolve(common),
    memory: () => Promise.resolve(''),
    skills: () => Promise.resolve(''),
    close: () => processes.killAll(),
  };
}

import path from 'node:path';
import type { Tool } from '../tool.ts';
import { createEditor } from './editor.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { createPatchTool } from './patch.ts';
import type { HostPlaces } from './places.ts';
import { createProcessTool } from './process.ts';
import type { ProcessRegistry } from './processes.ts';
import { createReadFileTool } from './read-file.ts';
import { createSearchEngine, createSearchFilesTool } from './search-files.ts';
import { createTerminalTool } from './terminal.ts';
import { createWriteFileTool } from './write-file.ts';

export interface ToolParts {
  places: HostPlaces;
  processes: ProcessRegistry;
  /** Folder of the built worker files. */
  workers: string;
  /** The environment of the host, read at each use. */
  environment: () => NodeJS.ProcessEnv;
  /** Keys in force; no variable that holds one reaches a command. */
  secrets: () => Iterable<string>;
}

/** The tools that work on this computer's files and processes, and on what the agent keeps. */
export function createTools(parts: ToolParts): Tool[] {
  const { places, processes, environment, workers } = parts;
  const edits = new KeyedMutex();
  const engine = createSearchEngine(path.join(workers, 'search-worker.js'), environment);
  const editor = createEditor(path.join(workers, 'edit-worker.js'));
  return [
    createTerminalTool(parts),
    createProcessTool(processes),
    createReadFileTool(places),
    createWriteFileTool(places, edits),
    createPatchTool({ places, edits, editor }),
    createSearchFilesTool(places, engine),
  ];
}

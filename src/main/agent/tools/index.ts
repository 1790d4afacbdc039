import path from 'node:path';
import type { ResponseStore } from '../../store/response-store.ts';
import type { Tool } from '../tool.ts';
import { createEditor } from './editor.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import type { MemoryStore } from './memory-store.ts';
import { createMemoryTool } from './memory.ts';
import { createPatchTool } from './patch.ts';
import type { HostPlaces } from './places.ts';
import { createProcessTool } from './process.ts';
import type { ProcessRegistry } from './processes.ts';
import { createReadFileTool } from './read-file.ts';
import { createSearchEngine, createSearchFilesTool } from './search-files.ts';
import { createSessionSearchTool } from './session-search.ts';
import type { SkillStore } from './skill-store.ts';
import { createSkillManageTool, createSkillsListTool, createSkillViewTool } from './skills.ts';
import { createTerminalTool } from './terminal.ts';
import { createTodoTool, TodoLists } from './todo.ts';
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

export interface KnowledgeParts {
  memory: MemoryStore;
  skills: SkillStore;
  sessions: Pick<ResponseStore, 'search'>;
}

/**
 * The tools that work on this computer's files and processes. They share what must be shared (edits
 * of one file wait for each other): to be made once for a host.
 */
export function createTools(parts: ToolParts): Tool[] {
  const { places, processes, workers, environment, secrets } = parts;
  const edits = new KeyedMutex();
  const engine = createSearchEngine(path.join(workers, 'search-worker.js'), environment);
  const editor = createEditor(path.join(workers, 'edit-worker.js'));
  return [
    createTerminalTool({ places, processes, environment, secrets }),
    createProcessTool(processes),
    createReadFileTool(places),
    createWriteFileTool(places, edits),
    createPatchTool({ places, edits, editor }),
    createSearchFilesTool(places, engine),
  ];
}

/** The tools that work on what the agent keeps: plans, memory, skills, conversations. Once for a host. */
export function createKnowledgeTools({ memory, skills, sessions }: KnowledgeParts): Tool[] {
  return [
    createTodoTool(new TodoLists()),
    createMemoryTool(memory),
    createSessionSearchTool(sessions),
    createSkillsListTool(skills),
    createSkillViewTool(skills),
    createSkillManageTool(skills),
  ];
}

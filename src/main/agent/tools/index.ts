import path from 'node:path';
import type { ResponseStore } from '../../store/response-store.ts';
import { createDocumentReader } from '../../documents/read-document.ts';
import { createTextReader } from '../../documents/text/read-text.ts';
import type { Tool } from '../tool.ts';
import type { Confinement } from '../confinement/confinement.ts';
import type { Judge } from '../approvals/judge/judge.ts';
import { createEditor } from './patch/editor.ts';
import { KeyedMutex } from '../../system/locks/keyed-mutex.ts';
import type { MemoryStore } from './knowledge/memory-store.ts';
import { createMemoryTool } from './knowledge/memory.ts';
import { createPatchTool } from './patch/patch.ts';
import type { VariableFilter } from './terminal/clean-environment.ts';
import { createProcessTool } from './terminal/process.ts';
import type { ProcessRegistry } from './terminal/processes.ts';
import type { ProgramEnvironment } from '../../system/environment/user-environment.ts';
import { createReadFileTool } from './files/read-file.ts';
import { createSearchEngine, createSearchFilesTool } from './search/search-files.ts';
import { createSessionSearchTool } from './knowledge/session-search.ts';
import type { SkillStore } from './knowledge/skill-store.ts';
import {
  createSkillManageTool,
  createSkillsListTool,
  createSkillViewTool,
} from './knowledge/skills.ts';
import { Shells } from './terminal/shells.ts';
import { createTerminalTool } from './terminal/terminal.ts';
import { createMessagingTools, type ChatSender } from './messaging/send.ts';
import { createTasksTool, type TaskEditor } from './tasks/tasks.ts';
import { createTodoTool, TodoLists } from './knowledge/todo.ts';
import { createWriteFileTool } from './files/write-file.ts';

export interface ToolParts {
  processes: ProcessRegistry;
  /** Judges what commands would do. */
  judge: Judge;
  /** Folder of the built worker files. */
  workers: string;
  /** The environment of commands, without our keys; read at each use. */
  environment: ProgramEnvironment;
  /** Which variables of a command the next one may see. */
  variableFilter: () => VariableFilter;
  confinement: Confinement;
}

export interface KnowledgeParts {
  memory: MemoryStore;
  skills: SkillStore;
  sessions: Pick<ResponseStore, 'search'>;
  tasks: TaskEditor;
  chats: ChatSender;
}

/**
 * The tools that work on this computer's files and processes. They share what must be shared (edits
 * of one file wait for each other): to be made once for a host.
 */
export function createTools(parts: ToolParts): Tool[] {
  const { processes, judge, workers, environment, variableFilter, confinement } = parts;
  const edits = new KeyedMutex();
  const engine = createSearchEngine(
    path.join(workers, 'search-worker.js'),
    environment,
    confinement.enclose,
  );
  const readDocument = createDocumentReader(path.join(workers, 'document-worker.js'));
  const readText = createTextReader(path.join(workers, 'text-worker.js'));
  const editor = createEditor(path.join(workers, 'edit-worker.js'));
  return [
    createTerminalTool({
      processes,
      judge: judge.command,
      shells: new Shells({ environment, variableFilter }),
      confinement,
    }),
    createProcessTool({ processes, judge: judge.command }),
    createReadFileTool({ readText, readDocument }),
    createWriteFileTool({ edits, readText }),
    createPatchTool({ edits, editor, readText }),
    createSearchFilesTool({ engine, readText }),
  ];
}

/**
 * The tools that work on what the agent keeps: plans, memory, skills, conversations, tasks; and
 * those that write to chats. Once for a host.
 */
export function createKnowledgeTools(parts: KnowledgeParts): Tool[] {
  const { memory, skills, sessions, tasks } = parts;
  return [
    createTodoTool(new TodoLists()),
    createMemoryTool(memory),
    createSessionSearchTool(sessions),
    createSkillsListTool(skills),
    createSkillViewTool(skills),
    createSkillManageTool(skills),
    createTasksTool(tasks),
    ...createMessagingTools(parts.chats),
  ];
}

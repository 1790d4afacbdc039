import type { CallOrder, ToolContext } from '../../tool.ts';
import type { ProgramEnvironment } from '../../../system/environment/user-environment.ts';
import { realPath } from '../../../system/files/real-path.ts';
import type { VariableFilter } from './clean-environment.ts';
import { ShellMemory, type ShellState } from './shell-memory.ts';
import type { ShellReport } from './shell-report.ts';
import { changesOf, withChanges } from './shell-variables.ts';

export interface ShellsParts {
  /** The environment of commands, without our keys; read at each command. */
  environment: ProgramEnvironment;
  /** Which variables of a command the next one may see: no secrets. */
  variableFilter: () => VariableFilter;
}

/** Where and with what a command starts. */
export interface ShellStart {
  /** Absolute; not known to exist where `workdir` names it. */
  cwd: string;
  environment: Record<string, string>;
  /** Those of the environment that earlier commands have set. */
  variables: Record<string, string>;
  /** For the model: why it does not start where the last command ended. */
  note?: string;
}

/** What follows from how a command ended. */
export interface ShellEnd {
  /** Where the next command starts; undefined for the workspace. */
  cwd: string | undefined;
  notes: string[];
}

/** Where a command runs: outside the wall, variables that were set inside would steer what a person allowed. */
export interface Whereabouts {
  outside: boolean;
}

/** The call that runs a command. */
type Call = Pick<ToolContext, 'workspace' | 'conversationId' | 'order' | 'paths'>;

type CanEnter = (folder: string) => Promise<boolean>;

/** The shells of the conversations: each command starts where the one before has ended. */
export class Shells {
  readonly #parts: ShellsParts;
  readonly #memory = new ShellMemory();
  /** By reply: its calls are judged, asked about and run in one and the same folder. */
  readonly #folders = new WeakMap<object, Promise<Pick<ShellStart, 'cwd' | 'note'>>>();

  constructor(parts: ShellsParts) {
    this.#parts = parts;
  }

  /** The folder in which a call starts, unless it names one; undefined for the workspace. */
  folder(conversation: string, order: CallOrder): string | undefined {
    return this.#memory.start(conversation, order).folder;
  }

  /**
   * @param workdir in place of the folder of the conversation, for this one call
   * @param canEnter whether a command can start in a folder
   */
  async begin(
    workdir: string | undefined,
    call: Call,
    { canEnter, outside }: Whereabouts & { canEnter: CanEnter },
  ): Promise<ShellStart> {
    const { environment, variableFilter } = this.#parts;
    const state = this.#memory.start(call.conversationId, call.order);
    const mayPass = variableFilter();
    const changes = outside ? new Map<string, string>() : state.variables;
    const folder =
      workdir === undefined
        ? await this.#folder(state, call, canEnter)
        : { cwd: (await call.paths.locate(workdir)).absolute };
    return {
      ...folder,
      // So that a shell calls a folder by the name by which it came there.
      environment: {
        ...withChanges(await environment(), changes, mayPass),
        PWD: folder.cwd,
      },
      variables: withChanges({}, changes, mayPass),
    };
  }

  /**
   * Keeps how a command left its shell, for the next one.
   * @param report undefined where that is not known: then the state stays as it was
   */
  async leave(
    workdir: string | undefined,
    report: ShellReport | undefined,
    call: Call,
    { outside }: Whereabouts,
  ): Promise<ShellEnd> {
    const before = this.#memory.start(call.conversationId, call.order);
    if (!report) return { cwd: before.folder, notes: [] };
    const { environment, variableFilter } = this.#parts;
    const { changes, tooLong } = outside
      ? { changes: before.variables, tooLong: [] }
      : changesOf(await environment(), report.variables, variableFilter());
    const ended = workdir === undefined ? report.folder : undefined;
    const folder = ended === undefined ? before.folder : await notWorkspace(ended, call);
    this.#memory.leave(call.conversationId, call.order, { folder, variables: changes });
    const note = `Too long to be there for the next command: ${tooLong.join(', ')}.`;
    return { cwd: folder, notes: tooLong.length > 0 ? [note] : [] };
  }

  #folder(
    { folder }: ShellState,
    call: Call,
    canEnter: CanEnter,
  ): Promise<Pick<ShellStart, 'cwd' | 'note'>> {
    const known = this.#folders.get(call.order.reply);
    if (known) return known;
    const found = folderOf(folder, call.paths.absolute('.'), canEnter);
    this.#folders.set(call.order.reply, found);
    return found;
  }
}

async function folderOf(
  folder: string | undefined,
  workspace: string,
  canEnter: CanEnter,
): Promise<Pick<ShellStart, 'cwd' | 'note'>> {
  if (folder === undefined || (await canEnter(folder))) return { cwd: folder ?? workspace };
  return { cwd: workspace, note: `${folder} is gone: this ran in the workspace.` };
}

/** @returns undefined for the workspace, whatever it is called */
async function notWorkspace(folder: string, { paths }: Call): Promise<string | undefined> {
  if (folder === paths.absolute('.')) return undefined;
  try {
    return (await realPath(folder)) === (await paths.folders()).workspace ? undefined : folder;
  } catch {
    // Closed or a loop by now: the next command finds out.
    return folder;
  }
}

import type { z } from 'zod';
import type { ToolFailure } from '../../shared/run-events.ts';
import type { CheckRealPath } from '../system/files/real-path.ts';
import type { Folders } from './places/folders.ts';

/** An image a tool hands to the model, as a `data:image/…` URL. */
export interface ToolImage {
  url: string;
}

/** What a tool returns. A failure the model can read is a result with `error`, never an exception. */
export interface ToolResult {
  output: string;
  error?: boolean;
  /** Of an error: `failed` unless told otherwise. */
  failure?: ToolFailure;
  /** Of a command that ran to its end. */
  exitCode?: number;
  /** Whether what it started had the wall around it. */
  confined?: boolean;
  images?: ToolImage[];
}

/** A path that the model gave. */
export interface CallPath {
  /** As it was given, or the one that exists and looks the same: with other spaces, accents taken apart. */
  absolute: string;
  /** Whether the one that exists is another one than was given. */
  looksAlike: boolean;
  /** Where it leads, links followed; not known to exist. */
  real: string;
  /** Where that lies on this computer's disk: inside the wall, `/tmp` is a folder of the conversation's own. */
  disk: string;
}

/**
 * What becomes of the paths of one call: given → absolute → real → judged → on the disk → held to the
 * judgement. Paths are those that programs of the conversation know; `disk` is for opening alone.
 */
export interface CallPaths {
  /** Workspace, home and data folder with links followed, as the rules of approvals compare them. */
  folders(): Promise<Folders>;
  /** Relative paths start in the workspace, `~` is the home folder. Purely textual. */
  absolute(given: string): string;
  /** @throws {AmbiguousNameError} where several look like it; as {@link realPath} */
  locate(given: string): Promise<CallPath>;
  /** What is dangerous about reading or writing it as it leads now. */
  assess(given: string, access: 'read' | 'write'): Promise<Risk[]>;
  /** What gives the path by which programs know what lies at one on the disk. */
  seen(): Promise<(disk: string) => string>;
  /**
   * Holds the call to what it was judged by: between the judgement and the deed, which may be
   * minutes apart, somebody may have put a link in the way. So what was really opened is judged
   * once more, and may hold no risk but those that were allowed.
   * @param allowed as in {@link ToolContext}
   * @returns what throws a `PathMovedError` unless the call may use a real path on the disk
   */
  hold(access: 'read' | 'write', allowed: ReadonlySet<string>): Promise<CheckRealPath>;
}

/** Where a call stands among those of one reply of the model, which run at once. */
export interface CallOrder {
  /** Stands for the reply: the same object for all its calls. */
  reply: object;
  /** In call order, from 0. */
  index: number;
}

export interface ToolContext {
  /** Absolute path of the folder the agent works in. */
  workspace: string;
  runId: string;
  /**
   * Groups what outlives a run: shell, background processes, todo list, browser, approvals. Opaque;
   * never the same for two owners.
   */
  conversationId: string;
  /** Aborted when the run ends early; the tool must stop all it started. */
  signal: AbortSignal;
  /**
   * Rules of the risks that this call was judged by and may take ({@link Risk.rule}). A tool that
   * meets another when it acts, such as a link that leads elsewhere by then, refuses.
   */
  allowed: ReadonlySet<string>;
  /** The paths of this call. */
  paths: CallPaths;
  order: CallOrder;
}

/** One reason why a call must not simply run. */
export interface Risk {
  /**
   * `approval` needs a person's word, now or saved, unless the mode allows everything. `person` needs
   * it now, in every mode: nothing is known of what the call does, or it leaves what holds it.
   * `hardline` is refused in every mode.
   */
  level: 'approval' | 'person' | 'hardline';
  /** For people, and for the model when refused: "deletes a folder and all it holds". */
  reason: string;
  /** What "always allow" remembers: the rule and what it hit, e.g. `sudo:apt-get`. */
  rule: string;
  /**
   * It leaves the wall: mode `allow` does not cover it, a person's word does, now or saved.
   * Programs cannot do it at all.
   */
  leavesWall?: true;
  /** The part of the action that is meant, in UTF-16 characters, where it can be pointed at. */
  at?: { start: number; end: number };
}

/** A server tool. Made by a factory that takes its I/O; holds no state of its own beyond that. */
export interface Tool<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** For the model: what it does, when to use it, its limits. */
  readonly description: string;
  readonly parameters: Schema;
  /** The parameters as JSON Schema, where they were written as such (MCP) and `parameters` only checks the outline. */
  readonly jsonSchema?: Record<string, unknown>;
  /** One short line for people, without the tool's name: for terminal, its command. */
  summarize(args: z.output<Schema>): string;
  /** The full action a person is asked to approve. Left out: the summary. */
  describeAction?(args: z.output<Schema>): string;
  /** Absolute path of the folder it would be done in, for the same person. Left out: the workspace. */
  folderOf?(args: z.output<Schema>, context: ToolContext): string;
  /** What is dangerous about this call. Left out: nothing ever is. */
  assess?(args: z.output<Schema>, context: ToolContext): Risk[] | Promise<Risk[]>;
  /** Throws only on our own bugs, or with the signal's reason when aborted. */
  execute(args: z.output<Schema>, context: ToolContext): Promise<ToolResult>;
}

/** Gives a tool its types by its schema. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): Tool<Schema> {
  return tool;
}

/** A result that tells the model what went wrong and what to do instead. */
export function toolError(message: string, failure: ToolFailure = 'failed'): ToolResult {
  return { output: message, error: true, failure };
}

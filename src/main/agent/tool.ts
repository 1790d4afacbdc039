import type { z } from 'zod';

/** An image a tool hands to the model, as a `data:image/…` URL. */
export interface ToolImage {
  url: string;
}

/** What a tool gives back. A failure the model can read is a result with `error`, never an exception. */
export interface ToolResult {
  output: string;
  error?: boolean;
  images?: ToolImage[];
}

export interface ToolContext {
  /** Absolute path of the folder the agent works in. */
  workspace: string;
  runId: string;
  /** Groups what outlives a run: background processes, todo list, browser, approvals. */
  conversationId: string;
  /** Aborted when the run ends early; the tool must stop all it started. */
  signal: AbortSignal;
  /**
   * Rules of the risks that this call was judged by and may take ({@link Risk.rule}). A tool that
   * meets another when it acts, such as a link that leads elsewhere by then, refuses.
   */
  allowed: ReadonlySet<string>;
}

/** One reason why a call must not simply run. */
export interface Risk {
  /** `hardline` is refused in every mode; `approval` needs a person's word. */
  level: 'approval' | 'hardline';
  /** For people, and for the model when refused: "deletes a folder and all it holds". */
  reason: string;
  /** What "always allow" remembers: the rule and what it hit, e.g. `sudo:apt-get`. */
  rule: string;
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
export function toolError(message: string): ToolResult {
  return { output: message, error: true };
}

import type { Risk } from '../../../tool.ts';
import type { Scope } from '../scope.ts';

/** What a command reads on its standard input; read only by those who need it. Undefined: nothing is piped in. */
export type Input = (() => string) | undefined;

/** One program with its arguments as it would be started, wrappers and quoting taken away. */
export interface SimpleCommand {
  /** Without folder and `.exe`. */
  name: string;
  args: readonly string[];
  /** Every folder it may run in. */
  cwds: readonly string[];
}

/** Languages whose inline code and scripts are looked into. */
export type Language = 'python' | 'node' | 'perl' | 'ruby' | 'php' | 'lua' | 'awk' | 'applescript';

/** Is told what a script would do, in the order in which it would do it. */
export interface Observer {
  command(command: SimpleCommand): void;
  /** A redirect opens this absolute path. */
  access(file: string, access: 'read' | 'write'): void;
  program(language: Language, source: string, inline: boolean, cwds: readonly string[]): void;
  windowsCode(code: string, kind: 'powershell' | 'cmd'): void;
  risk(risk: Risk): void;
}

export interface FollowOptions {
  input?: Input;
  /** What this code is for the detection of programs that start themselves: a script's path. */
  frame?: string;
  positional?: string[];
}

/** What handlers of single commands may ask of the interpreter. */
export interface Follower {
  readonly scope: Scope;
  readonly home: string;
  readonly observer: Observer;
  /** Starts a program with these words. Gives what it prints. */
  invoke(argv: readonly string[], input: Input): string;
  /** Runs shell code. Gives what it prints. */
  follow(code: string, options?: FollowOptions): string;
  /** Absolute paths of this operand, one for every folder the script may be in. */
  resolve(text: string): string[];
  /** Text of a file, as written before or as it lies on the disk; undefined where there is none to judge. */
  content(file: string): string | undefined;
  /** Something that cannot be decided and may be dangerous. */
  undecided(what: string, text: string): void;
}

/** A command as its handler sees it. */
export interface Call {
  name: string;
  args: readonly string[];
  input: Input;
  follower: Follower;
}

/**
 * Follows a command that runs other code, and gives what it prints; undefined when the command
 * runs nothing but itself.
 */
export type Handler = (call: Call) => string | undefined;

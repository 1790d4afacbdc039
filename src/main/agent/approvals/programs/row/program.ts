import type { RuleName } from '../../rules.ts';
import type { FileTable } from '../../shell/file-table.ts';
import type { Scope } from '../../shell/scope.ts';
import type { OptionSpec } from './options.ts';

/** What a command reads on its standard input; read only by those who need it. Undefined: nothing is piped in. */
export type Input = (() => string) | undefined;

/** Languages whose code is looked into. */
export type Language =
  'python' | 'node' | 'perl' | 'ruby' | 'php' | 'lua' | 'awk' | 'applescript' | 'other';

/** Where code comes from: the command itself, or a file of the project that it starts. */
export type Origin = 'command' | 'project';

export interface FollowOptions {
  input?: Input;
  /** What this code is for the detection of programs that start themselves: a script's path. */
  frame?: string;
  positional?: string[];
  /** It runs in a shell of its own, which sees only what is exported. */
  child?: boolean;
  origin?: Origin;
}

/** What rows may ask of the interpreter. */
export interface Follower {
  readonly scope: Scope;
  readonly files: FileTable;
  readonly home: string;
  /**
   * Starts a program with these words. Gives what it prints.
   * @param real shell functions and aliases of its name do not count, as where a program starts it
   */
  invoke(argv: readonly string[], input: Input, real?: boolean): string;
  /** Runs shell code. Gives what it prints. */
  follow(code: string, options?: FollowOptions): string;
  /** Looks at words that may be a command and may be none. */
  suppose(argv: readonly string[]): void;
  /** Looks at a text that may be shell code and may be none. */
  supposeCode(code: string): void;
  /** Follows what runs on another computer or in a container: code, or a program with its words. */
  elsewhere(what: string | readonly string[], input: Input): void;
  /** Absolute paths of this operand, one for every folder the script may be in. */
  resolve(text: string): string[];
  /** Text of a file, as written before or as it lies on the disk; undefined where there is none to judge. */
  content(file: string): string | undefined;
  /** Looks into code of another language. */
  code(language: Language, source: string, inline: boolean): void;
  windowsCode(code: string): void;
  /** Sets a variable as `name=value` does, with all that follows from it. */
  assign(name: string, value: string): void;
  /** A risk that lies in what is followed right now. */
  report(rule: RuleName, what?: string, reason?: string): void;
  /** Something that cannot be decided and may be dangerous. */
  undecided(what: string): void;
}

/** One program with its arguments as it would be started, wrappers and quoting taken away. */
export interface Call {
  /** Without folder and ending. */
  name: string;
  args: readonly string[];
  input: Input;
  follower: Follower;
}

/** What a rule may look at besides the words of a command. */
export interface RiskContext {
  call: Call;
  ownPids: ReadonlySet<number>;
  workspace: string;
  home: string;
}

/**
 * When a rule applies: an expression over the arguments as one line, beginning with the subcommand;
 * or a function of the arguments.
 */
export type When = RegExp | ((args: readonly string[], context: RiskContext) => boolean);

export type RiskRow = readonly [rule: RuleName, when: When];

/** Which of a program's words are files, and what becomes of them. */
export interface FileUse {
  /** Words that are read; left out: every word that may be a path and is not written. */
  reads?: (args: readonly string[]) => string[];
  /** Words that are written, made or removed. */
  writes?: (args: readonly string[]) => string[];
  /** Folders of which everything is read. */
  readsAll?: (args: readonly string[]) => string[];
  /** Folders that are deleted with all they hold. */
  deletes?: (args: readonly string[]) => string[];
  /** Folders of which everything gets other permissions or another owner. */
  changesAll?: (args: readonly string[]) => string[];
  /** What is moved away. */
  moves?: (args: readonly string[]) => string[];
  /** Files that are emptied. */
  empties?: (args: readonly string[]) => string[];
  /** Whether what is read leaves this computer. */
  sends?: boolean;
  /** It only shows that files are there, and not what is in them. */
  looksOnly?: boolean;
}

/** All that is known of a program: one row. */
export interface Program extends OptionSpec, FileUse {
  names: readonly string[] | RegExp;
  /** The program and its words that it starts with its operands, as `nohup` does. */
  starts?: (call: Call) => readonly string[] | undefined;
  /** Follows what it runs in another way. Gives what it prints; undefined where that is told by `prints`. */
  follows?: (call: Call) => string | undefined | void;
  /** What it prints, as far as it can be known. */
  prints?: (call: Call) => string;
  /** Options whose value a shell runs: short letters, long names. */
  shellCode?: { letters?: string; long?: readonly string[] };
  /** What is dangerous about it. */
  risks?: readonly RiskRow[];
  /** Whether what is typed into it is code; left out: it is an answer or data. */
  runsInput?: boolean;
}

/** Gives rows their type. */
export function rows(...list: Program[]): Program[] {
  return list;
}

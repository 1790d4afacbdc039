import type { Call, Follower, Input, Program } from '../programs/row/program.ts';

/** What the interpreter leaves to those who know programs. */
export interface Programs {
  /** Starts a program: follows what it runs, and gives what it prints. */
  start(argv: readonly string[], input: Input, follower: Follower, host: StartHost): string;
  /** Text of a file that is about to be run; undefined where there is none to judge. */
  read(file: string): string | undefined;
  /** Whether programs hand the value of this variable to a shell, or expand it as a prompt. */
  runsVariable(name: string): 'code' | 'prompt' | undefined;
}

/** What starting a program needs of the interpreter beyond what rows may ask. */
export interface StartHost {
  /** Tells the observer of a program. */
  tell(call: Call, row: Program | undefined): void;
  /** Whether this is what is typed into the command while it runs. */
  isTyped(input: Input): boolean;
}

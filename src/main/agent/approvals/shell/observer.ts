import type { Call, Language, Origin, Program } from '../programs/row/program.ts';
import type { RuleName } from '../rules.ts';

/** Where in a command something happens. */
export interface CommandContext {
  /** The command itself wrote it, or a file of the project. */
  origin: Origin;
  /** It may be a command and may be none. */
  supposed: boolean;
  /** The words of the program that does it, as typed; empty where it is none. */
  words: readonly string[];
  /** The part of the command that a person sees, in UTF-16 characters. */
  range?: { start: number; end: number };
  /** Every folder it may happen in. */
  cwds: readonly string[];
}

/** Is told what a script would do, in the order in which it would do it. */
export interface Observer {
  /** @param row what is known of the program; undefined for one that nobody knows */
  command(call: Call, row: Program | undefined, place: CommandContext): void;
  /** A redirect opens this absolute path. */
  access(file: string, access: 'read' | 'write', place: CommandContext): void;
  /** A redirect leaves this file empty. */
  emptied(file: string, place: CommandContext): void;
  code(language: Language, source: string, inline: boolean, place: CommandContext): void;
  windowsCode(code: string, place: CommandContext): void;
  /** Follows what runs on another computer or in a container. */
  elsewhere(code: string, input: string | undefined, place: CommandContext): void;
  report(
    rule: RuleName,
    what: string | undefined,
    reason: string | undefined,
    place: CommandContext,
  ): void;
}

import type { Risk } from '../../tool.ts';
import type { Places } from '../places.ts';
import type { SimpleCommand } from '../shell/programs/follower.ts';

/** What a rule may look at besides the command. */
export interface RuleContext {
  places: Places;
  ownPids: ReadonlySet<number>;
  /** Absolute paths of an operand, links followed, one for every folder the command may run in. */
  resolve: (text: string) => string[];
}

/** One row of a table: what is dangerous, why, and how it is recognised. */
export interface Rule extends Pick<Risk, 'level' | 'reason'> {
  /** The first half of the key that "always allow" remembers. */
  name: string;
  /** What it hit, as the second half of that key; nothing when the rule does not apply. */
  hits: (command: SimpleCommand, context: RuleContext) => string[];
}

/** Program and arguments in one line, for keys. */
export function commandLine({ name, args }: SimpleCommand): string {
  return [name, ...args].join(' ').slice(0, 500);
}

/** Operands of a subcommand: `docker volume rm x` gives `volume`, `rm`, `x`. */
export function words(command: SimpleCommand): string[] {
  return command.args.filter((word) => !word.startsWith('-'));
}

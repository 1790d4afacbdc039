import type { Choices } from './choices.ts';
import type { Script } from '../nodes.ts';
import type { Scope } from '../scope.ts';

/** What the expansion of a word depends on. */
export interface ExpandContext {
  scope: Scope;
  home: string;
  /** Follows a `$(…)` and gives what it prints. */
  run: (script: Script) => string;
  /** Follows shell code that stands in a value, as `${x@P}` does, and gives what it prints. */
  runText: (text: string) => string;
  /** Follows a `<(…)` and gives the path that stands for it. */
  substituteProcess: (script: Script, direction: '<' | '>') => string;
  /** Which of several possible values to take. */
  choices: Choices;
}

import { bounded, boundedText } from './text.ts';
import type { Node } from './nodes.ts';

/** Characters of a variable that are followed. */
const longestValue = 16_384;
/** Values of one variable that are followed. */
const maxValues = 256;

/**
 * What is known at one point of a script: variables, functions, the current folder, files written
 * so far. As conditions are not decided, a variable may have several values.
 */
export class Scope {
  readonly #variables = new Map<string, string[]>();
  readonly #arrays = new Map<string, string[]>();
  readonly functions = new Map<string, Node<'Function'>>();
  readonly aliases = new Map<string, string>();
  /** Contents of files this command writes, by absolute path. */
  readonly files = new Map<string, string>();
  /** `$1`, `$2`, …; undefined when they cannot be known. */
  positional: string[] = [];
  /** `$0`: the script being followed. */
  script = 'sh';
  /** Every folder the script may be in. */
  cwds: string[];
  /** More than zero while following what may not run at all: a branch, a loop, a subshell. */
  conditional = 0;
  /** Where bytes were fetched from, which may lie in any file since. */
  fetched = '';

  constructor(cwd: string, variables: Record<string, string>) {
    this.cwds = [cwd];
    for (const [name, value] of Object.entries(variables)) this.#variables.set(name, [value]);
  }

  /** Every value the variable may have; undefined where it was never set. */
  values(name: string): readonly string[] | undefined {
    return this.#variables.get(name);
  }

  array(name: string): readonly string[] | undefined {
    return this.#arrays.get(name);
  }

  assign(name: string, value: string, append = false): void {
    const before = this.#variables.get(name) ?? [];
    const next = append ? (before.length > 0 ? before : ['']).map((old) => old + value) : [value];
    // A script that doubles a variable in a loop must not cost memory.
    const values = next.map((text) => boundedText(text, longestValue));
    const possible = this.conditional > 0 ? [...new Set([...before, ...values])] : values;
    this.#variables.set(name, bounded(possible, maxValues));
  }

  /** One of several values, as in a `for` loop that is too long to be followed step by step. */
  assignAny(name: string, values: string[]): void {
    const possible = new Set([...(this.#variables.get(name) ?? []), ...values]);
    this.#variables.set(name, bounded([...possible], maxValues));
  }

  assignArray(name: string, elements: string[], append = false): void {
    const before = append || this.conditional > 0 ? (this.#arrays.get(name) ?? []) : [];
    this.#arrays.set(name, bounded([...before, ...elements], 1_000));
    if (elements[0] !== undefined) this.assign(name, elements[0]);
  }

  /** Text that goes into a file; it may be added to what was written before. */
  write(file: string, text: string): void {
    this.files.set(file, boundedText((this.files.get(file) ?? '') + text, 262_144));
  }

  /** `cd`: in a branch that may not run, the old folder stays possible too. */
  moveTo(folders: string[]): void {
    const next = this.conditional > 0 ? [...this.cwds, ...folders] : folders;
    this.cwds = bounded([...new Set(next)], 16);
  }
}

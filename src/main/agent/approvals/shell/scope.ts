import type { Node } from './nodes.ts';
import { bounded, boundedText } from './words/text.ts';

/** Characters of a variable that are followed. */
const longestValue = 16_384;
/** Values of one variable that are followed. */
const maxValues = 256;

/** A function of the script. */
interface Defined {
  node: Node<'Function'>;
  /** Whether it surely stands in the way of the program of its name. */
  certain: boolean;
}

/**
 * What is known at one point of a script: variables, functions, the current folder. As conditions
 * are not decided, a variable may have several values.
 */
export class Scope {
  #variables = new Map<string, string[]>();
  #arrays = new Map<string, string[]>();
  #exported: Set<string>;
  #functions = new Map<string, Defined>();
  /** Other words or paths that a name may stand for. */
  #aliases = new Map<string, string>();
  /** `$1`, `$2`, …; undefined when they cannot be known. */
  positional: string[] = [];
  /** `$0`: the script being followed. */
  script = 'bash';
  /** Every folder the script may be in, as `cd` was told: links are not followed yet. */
  cwds: string[];
  /** Every folder the script may have been in. */
  readonly visited = new Set<string>();
  /** More than zero while following what may not run at all: a branch, a loop, a subshell. */
  conditional = 0;
  /** What `trap` was told to run. */
  readonly traps: string[] = [];
  /** Where bytes were fetched from, which may lie in any file since. */
  fetched = '';

  constructor(cwd: string, variables: Record<string, string>) {
    this.cwds = [cwd];
    this.visited.add(cwd);
    for (const [name, value] of Object.entries(variables)) this.#variables.set(name, [value]);
    this.#exported = new Set(this.#variables.keys());
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

  unset(name: string): void {
    this.#functions.delete(name);
    if (this.conditional > 0) return;
    this.#variables.delete(name);
    this.#arrays.delete(name);
  }

  /** Child shells see the variable from now on. */
  export(name: string): void {
    this.#exported.add(name);
  }

  define(node: Node<'Function'>): void {
    this.#functions.set(node.name.value, { node, certain: this.conditional === 0 });
  }

  function(name: string): Defined | undefined {
    return this.#functions.get(name);
  }

  functions(): readonly Node<'Function'>[] {
    return [...this.#functions.values()].map(({ node }) => node);
  }

  alias(name: string, text: string): void {
    this.#aliases.set(name, text);
  }

  aliasOf(name: string): string | undefined {
    return this.#aliases.get(name);
  }

  unalias(name: string): void {
    this.#aliases.delete(name);
  }

  /** `cd`: in a branch that may not run, the old folder stays possible too. */
  moveTo(folders: readonly string[]): void {
    const next = this.conditional > 0 ? [...this.cwds, ...folders] : folders;
    this.cwds = bounded([...new Set(next)], 16);
    for (const folder of this.cwds) this.visited.add(folder);
  }

  /** Does something as a child shell would: it sees what is exported, and changes nothing here. */
  inChild<Result>(body: () => Result): Result {
    const kept = {
      variables: this.#variables,
      arrays: this.#arrays,
      exported: this.#exported,
      functions: this.#functions,
      aliases: this.#aliases,
      cwds: this.cwds,
    };
    this.#variables = new Map([...kept.variables].filter(([name]) => kept.exported.has(name)));
    this.#arrays = new Map();
    this.#exported = new Set(kept.exported);
    // `export -f` is rare: a function may be seen there, and may not.
    this.#functions = new Map(
      [...kept.functions].map(([name, { node }]) => [name, { node, certain: false }]),
    );
    this.#aliases = new Map();
    try {
      return body();
    } finally {
      this.#variables = kept.variables;
      this.#arrays = kept.arrays;
      this.#exported = kept.exported;
      this.#functions = kept.functions;
      this.#aliases = kept.aliases;
      this.cwds = kept.cwds;
    }
  }
}

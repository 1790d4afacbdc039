/** One place of the code, written otherwise. */
export interface Change {
  /** Path from the root of the project. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  /** What stands there in the mutant. */
  replace: string;
}

/** A promise of ours, the change of the code that breaks it, and the test that must then fail. */
export interface Mutant extends Change {
  /** What the contract says, in one line. */
  promise: string;
  /** Test file that must fail: `test/unit/…`, `test/http/…` or `test/e2e/…`. */
  test: string;
  /** Part of the name of the one test that is run; left out, the whole file runs. */
  name?: string;
  /** Further changes, where two places uphold the same promise. */
  also?: readonly Change[];
  /** The test runs what is in `out/`, which is then built from the mutant. Tests of e2e always do. */
  build?: boolean;
}

/** Promises of one section of the contract. */
export interface MutantTable {
  section: string;
  mutants: readonly Mutant[];
}

/** All changes of a mutant. */
export function changesOf(mutant: Mutant): readonly Change[] {
  return [mutant, ...(mutant.also ?? [])];
}

/** One place of the code, written otherwise. */
export interface Replacement {
  /** Occurs exactly once in the file. */
  find: string;
  /** What stands there in the mutant. */
  replace: string;
}

/** A replacement in a file that is named; `file` is a path from the root of the project. */
export interface Change extends Replacement {
  file: string;
}

/** A promise of ours, the change of the code that breaks it, and the test that must then fail. */
export interface MutantRow extends Replacement {
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

/**
 * The mutants of one source file, by the section of the contract whose promises they break. The
 * table of `src/main/runs/run.ts` is `test/mutants/main/runs/run.ts`, or, for a long one,
 * `run.<section>.ts`.
 */
export type MutantTable = Record<string, readonly MutantRow[]>;

/** A row of a table, with the file that it breaks and its section. */
export interface Mutant extends MutantRow, Change {
  section: string;
}

/** All changes of a mutant. */
export function changesOf(mutant: Mutant): readonly Change[] {
  return [mutant, ...(mutant.also ?? [])];
}

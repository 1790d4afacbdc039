import type { Program } from './program.ts';

/** What is known of programs, by name. */
export interface ProgramTable {
  /** @param name without folder and ending; case counts */
  rowOf(name: string): Program | undefined;
}

/** @throws when two rows know the same name: then one of them would never count */
export function createProgramTable(families: readonly (readonly Program[])[]): ProgramTable {
  const byName = new Map<string, Program>();
  const byPattern: { pattern: RegExp; row: Program }[] = [];
  for (const row of families.flat()) {
    if (row.names instanceof RegExp) byPattern.push({ pattern: row.names, row });
    else {
      for (const name of row.names) {
        if (byName.has(name)) throw new Error(`Two rows know the program ${name}`);
        byName.set(name, row);
      }
    }
  }
  return {
    rowOf: (name) => byName.get(name) ?? byPattern.find(({ pattern }) => pattern.test(name))?.row,
  };
}

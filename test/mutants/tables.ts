import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant, MutantTable } from './mutant.ts';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');

/** A table as its file holds it. */
interface TableModule {
  mutants: MutantTable;
}

/** All mutants of all tables, by source file. @throws {Error} for a table whose source is not there */
export async function loadMutants(): Promise<Mutant[]> {
  const tables = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file.includes(path.sep))
    .toSorted();
  const rows = await Promise.all(
    tables.map(async (table) => {
      const file = brokenBy(table);
      const module = (await import(pathToFileURL(path.join(here, table)).href)) as TableModule;
      return Object.entries(module.mutants).flatMap(([section, mutants]) =>
        mutants.map((mutant) => ({ ...mutant, file, section })),
      );
    }),
  );
  return rows.flat();
}

/** The source file that a table breaks: its own place below `src/`, up to the first dot of its name. */
function brokenBy(table: string): string {
  const name = path.basename(table).split('.')[0]!;
  const place = path.posix.join('src', path.dirname(table).split(path.sep).join('/'), name);
  const found = ['.ts', '.tsx'].map((ending) => place + ending);
  const file = found.find((candidate) => existsSync(path.join(root, candidate)));
  if (file === undefined)
    throw new Error(`test/mutants/${table} breaks ${found[0]}, which is gone`);
  return file;
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../mutants/mutant.ts';
import { mutantTables } from '../../mutants/tables.ts';

const read = (file: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');

// `npm run test:mutants` takes an hour; this keeps its tables true to the code in between.
describe.each(mutantTables)('the mutants of $section', ({ mutants }) => {
  it.each(mutants)('can be made: $promise', (mutant) => {
    for (const { file, find, replace } of changesOf(mutant)) {
      expect(read(file).split(find), `${file} has this once: ${find}`).toHaveLength(2);
      expect(replace).not.toBe(find);
    }
  });

  it.each(mutants)('have their test: $promise', ({ test, name = '' }) => {
    expect(test).toMatch(/^test\/(unit|http|e2e)\/.+\.test\.ts$/);
    expect(read(test)).toContain(name);
  });
});

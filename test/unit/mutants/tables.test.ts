import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { changesOf, type Mutant } from '../../mutants/mutant.ts';
import { loadMutants } from '../../mutants/tables.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const texts = new Map<string, string>();

/** A file's text; each is read once. */
function read(file: string): string {
  const text = texts.get(file) ?? readFileSync(path.join(root, file), 'utf8');
  texts.set(file, text);
  return text;
}

/** What is wrong with a mutant, one line each. */
function faultsOf(mutant: Mutant): string[] {
  const faults = changesOf(mutant).flatMap(({ file, find, replace }) => [
    ...(read(file).split(find).length === 2 ? [] : [`${file} does not have this once: ${find}`]),
    ...(replace === find ? [`changes nothing: ${find}`] : []),
  ]);
  if (!/^test\/(unit|http|e2e)\/.+\.test\.ts$/.test(mutant.test)) {
    faults.push(`no test file: ${mutant.test}`);
  } else if (!read(mutant.test).includes(mutant.name ?? '')) {
    faults.push(`${mutant.test} has no test named: ${mutant.name}`);
  }
  return faults.map((fault) => `${mutant.promise}: ${fault}`);
}

// `npm run test:mutants` takes an hour; this keeps its tables true to the code in between. It is one
// test: its rows are not tests of the product, and are counted apart.
it('every mutant can be made, and its test is there', async () => {
  const mutants = await loadMutants();
  expect(mutants.flatMap(faultsOf)).toEqual([]);
  expect(mutants.length).toBeGreaterThan(900);
  process.stdout.write(`mutant tables: ${mutants.length} true\n`);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import type { Mutant } from './mutant.ts';
import { loadMutants } from './tables.ts';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
});
afterAll(() => checkout.remove());

const all = await loadMutants();
const groups = new Map<string, Mutant[]>();
for (const mutant of all) {
  const title = `${mutant.section} › ${mutant.file}`;
  groups.set(title, [...(groups.get(title) ?? []), mutant]);
}

describe('the code as it is', () => {
  it.for([...new Set(all.map(({ test }) => test))].toSorted())('passes %s', async (test) => {
    const verdict = await checkout.tryUnbroken(test);
    expect(verdict, verdict.output).toMatchObject({ passed: true });
  });
});

describe.each([...groups])('%s', (_, mutants) => {
  it.for(mutants)('is tested: $promise', async (mutant) => {
    const verdict = await checkout.judge(mutant);
    expect(verdict, `the mutant lives: ${verdict.output}`).toMatchObject({ killed: true });
  });
});

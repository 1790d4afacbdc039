import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCheckout, type Checkout } from './checkout.ts';
import { mutantTables } from './tables.ts';

let checkout: Checkout;
beforeAll(async () => {
  checkout = await makeCheckout();
});
afterAll(() => checkout.remove());

describe.each(mutantTables)('$section', ({ mutants }) => {
  const tests = [...new Set(mutants.map(({ test }) => test))];
  it.for(tests)('passes unbroken: %s', async (test) => {
    const verdict = await checkout.tryUnbroken(test);
    expect(verdict, verdict.output).toMatchObject({ passed: true });
  });

  it.for(mutants)('is tested: $promise', async (mutant) => {
    const verdict = await checkout.judge(mutant);
    expect(verdict, `the mutant lives: ${verdict.output}`).toMatchObject({ killed: true });
  });
});

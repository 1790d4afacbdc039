import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: clock': [
    {
      promise: 'a jump leaves the time of grace as it was',
      find: `setTimeout(
          () => this.cancel('client_disconnected'),
          this.#options.graceMs,
        );`,
      replace:
        "((end) => setInterval(() => Date.now() > end && (() => this.cancel('client_disconnected'))(), 20))(Date.now() + this.#options.graceMs);",
      test: 'test/http/faults/clock.test.ts',
      name: 'lets a run go on for the time of grace, no more and no less',
    },
  ],
};

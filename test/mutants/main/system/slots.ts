import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: context and limits': [
    {
      promise: 'more runs wait instead of running',
      find: 'if (this.#taken >= this.#size()) return;',
      replace: 'if (this.#taken > this.#size()) return;',
      test: 'test/unit/runs/runs.test.ts',
      name: 'lets only so many run at once, first come, first served',
    },
  ],
};

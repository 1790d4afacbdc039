import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'a message over pipes has a greatest length',
      find: 'if (this.#length > this.#options.largestMessage) {',
      replace: 'if (this.#length > Number.POSITIVE_INFINITY) {',
      test: 'test/unit/agent/mcp/mcp-flood.test.ts',
      name: 'and at too great length ended',
    },
  ],
};

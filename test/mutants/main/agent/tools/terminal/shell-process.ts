import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: client': [
    {
      promise: 'what a command started ends with it, and not its shell alone',
      find: 'await endTree(this.#table, this.tree, graceMs);',
      replace: "this.#child.kill('SIGKILL');",
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
  ],
};

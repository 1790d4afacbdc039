import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: its steps': [
    {
      promise: 'a run that fails by a bug leaves no tool under way',
      find: "if (ending.type === 'run.failed') this.#abort.abort();",
      replace: '',
      test: 'test/unit/runs/runs.test.ts',
      name: 'stops what a failed run has left under way',
    },
  ],
};

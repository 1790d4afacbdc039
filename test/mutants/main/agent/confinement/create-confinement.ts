import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'where the wall is required and cannot be had, nothing runs',
      find: "if (options.settings().confinement === 'required') throw new ConfinementRequiredError(reason);",
      replace: '',
      test: 'test/unit/agent/confinement/create-confinement.test.ts',
      name: 'required: nothing runs without it',
    },
  ],
};

import type { MutantTable } from '../../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'variables that a command exports steer nothing outside the wall',
      find: 'name === treeMark ? name : `${prefix}${name}`,',
      replace: 'name,',
      test: 'test/unit/agent/confinement/carried-variables.test.ts',
      name: 'steer the next command inside, and nothing that leads there',
    },
  ],
};

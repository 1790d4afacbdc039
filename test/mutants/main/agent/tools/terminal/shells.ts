import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: programs': [
    {
      promise: 'what a person lets out of the wall is not steered by variables set inside',
      find: 'const changes = outside ? new Map<string, string>() : state.variables;',
      replace: 'const changes = state.variables;',
      test: 'test/unit/agent/confinement/carried-variables.test.ts',
      name: 'are not there for what a person lets out',
    },
  ],
};

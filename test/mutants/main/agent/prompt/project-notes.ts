import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'AGENTS.md that is a link out of the workspace does not enter the prompt',
      find: 'isInside(folder, found) && !isCredential(found)',
      replace: '!/^id_rsa/.test(folder)',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'puts nothing into the prompt',
    },
    {
      promise: 'AGENTS.md that is a link to keys of the project does not enter the prompt',
      find: 'isInside(folder, found) && !isCredential(found)',
      replace: 'isInside(folder, found)',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'whose AGENTS.md is a link to the keys in',
    },
  ],
};

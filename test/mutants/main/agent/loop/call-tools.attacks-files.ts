import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a script changed while a person thought about it does not run',
      find: 'const now = asked ? await risksOf(tool, args, judging) : [];',
      replace: 'const now: Risk[] = [];',
      test: 'test/http/approval-races.test.ts',
      name: 'has allowed a script as it was',
    },
  ],
};

import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'nor by the variable that names it',
      find: 'PPID: String(process.pid),',
      replace: '',
      test: 'test/http/key-hunt.test.ts',
      name: 'in what the system tells of the host',
      build: true,
    },
  ],
};

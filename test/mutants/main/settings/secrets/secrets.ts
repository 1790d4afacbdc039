import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: settings and port': [
    {
      promise: 'damaged secrets do not keep the host from starting',
      find: 'const notices = [...file.notices];',
      replace: 'const notices: string[] = [];',
      test: 'test/http/faults/disk.test.ts',
      name: 'are kept aside and said so, and the host serves with its defaults',
      build: true,
    },
  ],
};

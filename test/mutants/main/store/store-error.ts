import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a full disk is called so',
      find: `  SQLITE_FULL: 'the disk is full. Free some space and ask again',
`,
      replace: '',
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
    {
      promise: 'a disk that turns read-only under a running host is told with what to check',
      find: 'Check whether it has failed or has become read-only',
      replace: '',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
  ],
};

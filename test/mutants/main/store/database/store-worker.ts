import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'kill -9: the database opens',
      find: 'PRAGMA journal_mode = WAL',
      replace: 'PRAGMA journal_mode = OFF',
      test: 'test/http/responses/kill.test.ts',
      name: 'loses nothing a client saw complete, whichever write to the disk',
      build: true,
    },
    {
      promise: 'a power cut loses nothing a client saw complete',
      find: 'PRAGMA synchronous = FULL',
      replace: 'PRAGMA synchronous = NORMAL',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that loses its power holds every answer a client saw complete, and the key',
      build: true,
    },
    {
      promise: 'a file that is no database is moved aside, kept and told',
      find: `    if (!isDamage(error)) throw error;
    moveAside(error);
`,
      replace: `    throw error;
`,
      test: 'test/unit/store/damage.test.ts',
      name: 'moves a file that is no database aside, keeps it, and says so',
    },
    {
      promise: 'damage inside the file is found when it is opened',
      find: "'PRAGMA quick_check(1)'",
      replace: '"SELECT \'ok\'"',
      test: 'test/unit/store/damage.test.ts',
      name: 'finds damage inside the file when it is opened',
    },
    {
      promise: 'damage found while in use costs no turn that comes after',
      find: 'if (isDamage(error) && client) {',
      replace: 'if (isDamage(error) && !client) {',
      test: 'test/unit/store/damage.test.ts',
      name: 'stores the turn at hand in a new file when damage shows while in use',
    },
  ],
};

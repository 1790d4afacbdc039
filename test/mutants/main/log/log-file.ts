import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'the log file goes on when its disk is writable again',
      find: `    writing = false;
  };`,
      replace: `    writing = failing;
  };`,
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
    {
      promise: 'a log file that cannot be written is told',
      find: 'if (!failing) onError(error as Error);',
      replace: '',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
    {
      promise: 'a disk that fails under a running host ends nothing',
      find: `        report(error);
      }
    }
    writing`,
      replace: `        throw error;
      }
    }
    writing`,
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that fails, and that the system takes no more writes for, loses nothing of before',
      build: true,
    },
    {
      promise: 'a crash does not lose what was logged before it',
      find: 'const urgent = takeWaiting() + text;',
      replace: 'const urgent = text;',
      test: 'test/http/faults/crash.test.ts',
      build: true,
    },
  ],
};

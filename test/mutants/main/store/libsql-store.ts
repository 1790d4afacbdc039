import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'a full disk does not keep from reading what was stored',
      find: "if (row) void transact('write', [sql.touchStatement(responseId)]).catch(touchFailed);",
      replace: "if (row) await transact('write', [sql.touchStatement(responseId)]);",
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
    {
      promise: 'a full disk: health tells that nothing can be stored',
      find: "if (mode === 'write') writable = false;",
      replace: '',
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
    {
      promise: 'a disk that takes no more loses nothing of before, and needs no restart',
      find: 'if (!writable) await',
      replace: 'if (!writable) throw new Error("not writable"); else if (!writable) await',
      test: 'test/http/responses/storage-faults.test.ts',
      name: 'a disk that takes no more is an honest failure, and loses nothing of before',
      build: true,
    },
    {
      promise:
        'a data folder that turns read-only before the store was opened: once writable, no restart',
      find: `        ready = undefined;
        throw error;`,
      replace: '        throw error;',
      test: 'test/http/faults/disk.test.ts',
      name: 'that turns read-only before anything was stored says so, and needs no restart',
      build: true,
    },
    {
      promise: 'a disk that turns read-only under a running host shows in the health',
      find: "if (!writable) await transact('write', [rewriteVersionStatement]);",
      replace: '',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
  ],
};

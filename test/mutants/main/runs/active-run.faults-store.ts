import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'kill -9: the end of a response is told once it is stored',
      find: 'await work.finish?.(ending, this);',
      replace: 'setTimeout(() => void work.finish?.(ending, this), 50);',
      test: 'test/http/responses/kill.test.ts',
      name: 'loses nothing a client saw complete, whichever write to the disk',
      build: true,
    },
    {
      promise: 'kill -9 at any moment: the end of a response is told once it is stored',
      find: 'await work.finish?.(ending, this);',
      replace: 'setTimeout(() => void work.finish?.(ending, this), 50);',
      test: 'test/http/responses/kill.test.ts',
      name: 'loses nothing a client saw complete when the process is killed',
      build: true,
    },
    {
      promise: 'a full disk: what could not be stored is not told as completed',
      find: 'ending = this.#failure(error);',
      replace: 'this.#failure(error);',
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full lets nothing be stored, says so, and loses nothing that was',
      build: true,
    },
    {
      promise: 'a disk that turns read-only under a running host: nothing is told as stored',
      find: 'ending = this.#failure(error);',
      replace: 'this.#failure(error);',
      test: 'test/http/faults/failing-disk.test.ts',
      name: 'that turns read-only while the host runs, and is writable again, needs no restart',
      build: true,
    },
  ],
};

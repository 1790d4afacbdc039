import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'kill -9: a background response that was begun is known after the restart',
      find: 'if (background) announced = store.save(turnOf(begun, [], []));',
      replace: '',
      test: 'test/http/responses/kill.test.ts',
      name: 'loses nothing a client saw complete when the process is killed',
      build: true,
    },
  ],
};

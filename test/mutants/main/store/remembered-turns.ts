import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Remembered turns': [
    {
      promise: 'what is one owner’s nobody else finds',
      find: 'k.owner = :owner AND ',
      replace: '',
      test: 'test/unit/store/remembered-turns.test.ts',
      name: 'a turn is its owner’s alone',
    },
    {
      promise: 'what is over its time is not found',
      find: '            AND t.expires_at > :now\n',
      replace: '',
      test: 'test/unit/store/remembered-turns.test.ts',
      name: 'a turn is gone when its time is over, with its keys',
    },
    {
      promise: 'the latest comes first',
      find: 'GROUP BY t.turn ORDER BY t.turn DESC',
      replace: 'GROUP BY t.turn ORDER BY t.turn',
      test: 'test/unit/store/remembered-turns.test.ts',
      name: 'a turn that is kept again takes its own place, and the latest comes first',
    },
  ],
};

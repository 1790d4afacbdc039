import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: floods': [
    {
      promise: 'of the calls of one reply so many run at once and no more',
      find: 'Math.min(mostAtOnce, items.length)',
      replace: 'items.length',
      test: 'test/unit/agent/loop/loop.test.ts',
      name: 'runs at most 16 calls at once, however many there are',
    },
    {
      promise: 'thousands of calls of one reply are answered in order',
      find: 'results[index] = await work(item, index);',
      replace: 'results.push(await work(item, index));',
      test: 'test/http/hostile-workspace.test.ts',
      name: 'that calls 2,000 tools at once',
    },
    {
      promise: '10,000 calls of one reply leave the host time for its other clients',
      find: 'if (index % callsPerTurn === callsPerTurn - 1) await nextTurn();',
      replace: '',
      test: 'test/unit/agent/loop/call-tools.test.ts',
      name: 'leave the rest of the host its turns',
    },
  ],
};

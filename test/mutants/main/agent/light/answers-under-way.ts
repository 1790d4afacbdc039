import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'What a turn costs': [
    {
      promise: 'a title waits for the answer under way where the model runs on this computer',
      find: 'if (underWay === 0) return;',
      replace: 'if (underWay < 1_000) return;',
      test: 'test/http/turn-cost/prompt-cache.test.ts',
      name: 'a title waits for the answer under way',
    },
    {
      promise: 'and no longer than a while',
      find: 'timer = setTimeout(resolve, mostMs);',
      replace: 'timer = setTimeout(() => {}, mostMs);',
      test: 'test/unit/agent/light/answers-under-way.test.ts',
      name: 'goes on after a while',
    },
  ],
};

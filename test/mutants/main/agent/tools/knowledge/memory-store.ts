import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'what the agent remembers of a page gives no orders to later prompts',
      find: 'if (problem) return refuse(problem);',
      replace: '',
      test: 'test/unit/agent/tools/knowledge/memory.test.ts',
      name: 'refuses what gives orders to later prompts',
    },
    {
      promise: 'orders planted in the memory by another way do not enter the prompt',
      find: 'return suspicion ? `[An entry is left out here: it holds ${suspicion}]` : entry;',
      replace: 'return entry;',
      test: 'test/unit/agent/tools/knowledge/memory.test.ts',
      name: 'an entry planted in the file does not reach the model',
    },
  ],
};

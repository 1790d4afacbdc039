import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'the memory holds no headings of the prompt',
      find: "what: 'a heading of the system prompt',",
      replace: "what: '',",
      test: 'test/unit/agent/tools/knowledge/memory.test.ts',
      name: 'refuses what gives orders to later prompts',
    },
  ],
};
